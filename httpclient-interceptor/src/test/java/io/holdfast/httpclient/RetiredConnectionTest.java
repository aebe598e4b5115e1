package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the connections of a certificate that has been replaced. */
@Timeout(60)
class RetiredConnectionTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    private final TestIdentity renewed = PKI.serverA().renewed();
    private final RotatingKeys keys = new RotatingKeys(PKI.serverA());
    private final CompletableFuture<Boolean> firstClosed = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private PartnerWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        threads.shutdownNow();
    }

    @ParameterizedTest(name = "C-6 idle connections of an earlier certificate are closed at once, {0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC_HTTP_2")
    void closesIdleConnections(Transport transport) throws Exception {
        try (RawServer api = RawServer.tls(PKI.server().serverContextForAnyClient(), null, true, (number, in, out) -> {
            while (!RawServer.readRequest(in).isEmpty()) {
                RawServer.write(out, OK + "[]");
            }
            firstClosed.complete(true);
        })) {
            KeyRing keyRing = ring(api);
            Transport.Client client = world.closing(transport.open(keyRing));
            client.get(api.uri("/"));

            rotate(keyRing);

            assertThat(firstClosed.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.get(api.uri("/")).status()).isEqualTo(200);
            assertThat(api.clientThumbprints()).containsExactly(PKI.serverA().thumbprint(), renewed.thumbprint());
        }
    }

    @ParameterizedTest(name = "C-5 C-6 an answer under way comes to its end, and its connection is closed then, {0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC_HTTP_2")
    void finishesAnswersUnderWay(Transport transport) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch rotated = new CountDownLatch(1);
        try (RawServer api = RawServer.tls(PKI.server().serverContextForAnyClient(), null, true, (number, in, out) -> {
            RawServer.readRequest(in);
            RawServer.write(out, OK + "[");
            if (number == 1) {
                begun.countDown();
                rotated.await();
            }
            RawServer.write(out, "]");
            if (RawServer.readRequest(in).isEmpty() && number == 1) {
                firstClosed.complete(true);
            }
        })) {
            KeyRing keyRing = ring(api);
            Transport.Client client = world.closing(transport.open(keyRing));
            Future<PartnerWorld.Answer> slow = threads.submit(() -> client.get(api.uri("/")));
            begun.await();

            rotate(keyRing);
            assertThat(client.get(api.uri("/")).body()).isEqualTo("[]");
            rotated.countDown();

            assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo(new PartnerWorld.Answer(200, "[]"));
            assertThat(firstClosed.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(api.clientThumbprints()).containsExactly(PKI.serverA().thumbprint(), renewed.thumbprint());
        }
    }

    private KeyRing ring(RawServer api) throws Exception {
        return world.closing(world.keyRing(PKI.serverA())
                .keyStore(keys)
                .allowedOrigins("https://localhost:" + api.port())
                .build());
    }

    private void rotate(KeyRing keyRing) throws Exception {
        keys.hold(renewed);
        assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);
    }
}
