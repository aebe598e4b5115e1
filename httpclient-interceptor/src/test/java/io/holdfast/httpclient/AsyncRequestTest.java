package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.INVALID_TOKEN;
import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.KeyRing;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.StreamChannel;
import org.apache.hc.core5.http.nio.entity.AbstractBinAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only an asynchronous client can do, or get wrong. */
@Timeout(60)
class AsyncRequestTest {
    private PartnerWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @Test
    @DisplayName("other requests go on in the one I/O thread while an authorization server says nothing")
    void blocksNoReactorThread() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        world.login.queue("/token", ScriptedAnswer.status(500).heldUntil(never));
        world.api.always("/public", ScriptedAnswer.json(200, "{}"));
        CloseableHttpAsyncClient client = client(world.closing(world.keyRing(PKI.serverA())
                .allowedOrigins("https://localhost:1")
                .build()));

        Future<SimpleHttpResponse> waiting = client.execute(
                SimpleRequestBuilder.get(world.api.uri("/orders")).build(), null);
        // It goes to an address that no token is for.
        String elsewhere = "https://127.0.0.1:" + world.api.uri("/").getPort() + "/public";
        for (int i = 0; i < 3; i++) {
            assertThat(client.execute(SimpleRequestBuilder.get(elsewhere).build(), null)
                            .get(20, TimeUnit.SECONDS)
                            .getCode())
                    .isEqualTo(200);
        }

        assertThat(waiting.isDone()).isFalse();
        assertThat(waiting.cancel(true)).isTrue();
        never.countDown();
    }

    @Test
    @DisplayName("a request that is cancelled while its token is fetched is not sent")
    void sendsNothingAfterCancelling() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        world.login.queue(
                "/token",
                ScriptedAnswer.json(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":300}")
                        .heldUntil(cancelled));
        CloseableHttpAsyncClient client = client(ring());
        Future<SimpleHttpResponse> waiting = client.execute(
                SimpleRequestBuilder.get(world.api.uri("/cancelled")).build(), null);

        assertThat(waiting.cancel(true)).isTrue();
        cancelled.countDown();
        assertThat(client.execute(
                                SimpleRequestBuilder.get(world.api.uri("/orders"))
                                        .build(),
                                null)
                        .get(20, TimeUnit.SECONDS)
                        .getCode())
                .isEqualTo(200);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(waiting::get))
                .isInstanceOf(CancellationException.class);
        assertThat(world.api.calls("/cancelled")).isEmpty();
    }

    @Test
    @DisplayName("C-25 F21 a body that cannot be repeated is not: the 401 goes to the caller, and the token is dropped")
    void repeatsNoBodyThatCannotBe() throws Exception {
        world.api.queue(
                "/orders",
                ScriptedAnswer.status(401)
                        .header("WWW-Authenticate", INVALID_TOKEN)
                        .body("refused"));
        CloseableHttpAsyncClient client = client(ring());
        BasicHttpRequest request = new BasicHttpRequest("POST", world.api.uri("/orders"));

        SimpleHttpResponse response = client.execute(
                        new BasicRequestProducer(request, new OnceOnly("once")), SimpleResponseConsumer.create(), null)
                .get(20, TimeUnit.SECONDS);

        assertThat(response.getCode()).isEqualTo(401);
        assertThat(response.getBodyText()).isEqualTo("refused");
        assertThat(world.api.calls("/orders")).hasSize(1);
        assertThat(world.tokenCalls()).hasSize(1);
        client.execute(SimpleRequestBuilder.get(world.api.uri("/orders")).build(), null)
                .get(20, TimeUnit.SECONDS);
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @ParameterizedTest(name = "C-23 repeats although the server {0} after the 401")
    @ValueSource(
            strings = {
                "says Connection: close",
                "closes without a word",
                "sends a body without end",
                "breaks its body off",
                "sends a head and no body"
            })
    void repeatsWhateverTheServerDoesAfterTheRefusal(String behaviour) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer api = RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
            RawServer.readRequest(in);
            if (requests.incrementAndGet() > 1) {
                RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
                end.await();
                return;
            }
            RawServer.write(out, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + INVALID_TOKEN + "\r\n");
            switch (behaviour) {
                case "says Connection: close" ->
                    RawServer.write(out, "Connection: close\r\nContent-Length: 1\r\n\r\nx");
                case "closes without a word" -> RawServer.write(out, "Content-Length: 1\r\n\r\nx");
                case "breaks its body off" -> RawServer.write(out, "Content-Length: 9\r\n\r\nx");
                case "sends a head and no body" -> {
                    RawServer.write(out, "Content-Length: 9\r\n\r\n");
                    end.await();
                }
                default -> {
                    RawServer.write(out, "Transfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        RawServer.write(out, "4\r\nabcd\r\n");
                    }
                }
            }
        })) {
            CloseableHttpAsyncClient client = client(world.closing(world.keyRing(PKI.serverA())
                    .allowedOrigins("https://localhost:" + api.port())
                    .build()));

            SimpleHttpResponse response = client.execute(
                            SimpleRequestBuilder.get(api.uri("/")).build(), null)
                    .get(20, TimeUnit.SECONDS);

            assertThat(response.getCode()).isEqualTo(200);
            assertThat(requests).hasValue(2);
            end.countDown();
        }
    }

    private KeyRing ring() throws Exception {
        return world.closing(world.keyRing(PKI.serverA()).build());
    }

    /** With one I/O thread. */
    private CloseableHttpAsyncClient client(KeyRing keyRing) {
        CloseableHttpAsyncClient client = world.closing(AsyncBoundTokenInterceptor.of(keyRing)
                .configure(HttpAsyncClients.custom()
                        .disableAutomaticRetries()
                        .setIOReactorConfig(
                                IOReactorConfig.custom().setIoThreadCount(1).build()))
                .build());
        client.start();
        return client;
    }

    /** A body that is gone when it was sent. */
    private static final class OnceOnly extends AbstractBinAsyncEntityProducer {
        private final ByteBuffer text;

        OnceOnly(String text) {
            super(1024, ContentType.TEXT_PLAIN);
            this.text = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        protected int availableData() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void produceData(StreamChannel<ByteBuffer> channel) throws java.io.IOException {
            channel.write(text);
            if (!text.hasRemaining()) {
                channel.endStream();
            }
        }

        @Override
        public void failed(Exception cause) {}
    }
}
