package io.holdfast.tokenservice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TokenServiceServerTest {
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext CLIENT =
            PKI.serverA().clientContext(PKI.authority().certificate());

    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private TokenServiceServer server;

    @BeforeEach
    void open() throws IOException {
        server = TokenServiceServer.open(PKI.server().serverContextForAnyClient(), 0, 0);
        server.serve(request -> HttpResponse.of(
                200,
                "text/plain",
                request.path() + " " + request.clientCertificates().size()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void refusesConnectionsWhileDown() {
        server.goDown();

        for (URI url : List.of(server.issuer(), server.mtlsBaseUrl())) {
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(url.getPort()));
        }
    }

    @Test
    void breaksOffOpenConnectionsWhenItGoesDown() throws IOException {
        try (RawHttpsClient client = RawHttpsClient.connect(server.mtlsBaseUrl(), CLIENT, null)) {
            assertThat(client.send(RawRequest.get("/a")).status()).isEqualTo(200);
            server.goDown();

            assertThat(catchThrowable(() -> client.send(RawRequest.get("/b")))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answersOnTheSamePortsAfterItHasComeBack() throws IOException {
        URI issuer = server.issuer();
        URI mtlsBaseUrl = server.mtlsBaseUrl();

        for (int i = 0; i < 3; i++) {
            server.goDown();
            server.goDown();
            server.comeBack();
            server.comeBack();

            assertThat(get(issuer)).isEqualTo("/ 0");
            assertThat(get(mtlsBaseUrl)).isEqualTo("/ 2");
        }
    }

    @Test
    void saysThatAPortWasTakenMeanwhileAndCanTryAgain() throws IOException {
        server.goDown();
        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(true);
            other.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.issuer().getPort()));

            assertThatExceptionOfType(BindException.class).isThrownBy(server::comeBack);
        }
        server.comeBack();

        assertThat(get(server.issuer())).isEqualTo("/ 0");
    }

    @Test
    void givesBothPortsAndAllThreadsBackWhenClosed() throws Exception {
        get(server.issuer());
        get(server.mtlsBaseUrl());
        server.close();
        server.close();

        for (URI url : List.of(server.issuer(), server.mtlsBaseUrl())) {
            new ServerSocket(url.getPort(), 1, InetAddress.getLoopbackAddress()).close();
        }
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(threadsBefore);
        for (Thread thread : left) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void breaksOffAHandshakeThatTakesLongerThanTheLimit() throws Exception {
        try (TokenServiceServer impatient = impatient(request -> HttpResponse.of(200));
                Socket half = new Socket(
                        InetAddress.getLoopbackAddress(),
                        impatient.mtlsBaseUrl().getPort())) {
            half.getOutputStream().write(new byte[] {22, 3, 1, 2, 0}); // the header of a ClientHello

            assertThat(half.getInputStream().read()).isNegative();
            assertThat(get(impatient.mtlsBaseUrl())).isEmpty();
        }
    }

    @Test
    void breaksOffARequestThatTakesLongerThanTheLimit() throws Exception {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        try (TokenServiceServer impatient = impatient(request -> {
                    seen.complete(catchThrowable(() -> request.body().readAllBytes()));
                    return HttpResponse.of(200);
                });
                Socket half = CLIENT.getSocketFactory()
                        .createSocket("localhost", impatient.issuer().getPort())) {
            half.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf".getBytes(US_ASCII));

            assertThat(catchThrowable(
                            () -> assertThat(half.getInputStream().read()).isNegative()))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            e -> assertThat(e).isInstanceOf(IOException.class));
            assertThat(seen.get(10, SECONDS)).isInstanceOf(IOException.class);
        }
    }

    private static TokenServiceServer impatient(HttpHandler handler) throws IOException {
        TokenServiceServer impatient =
                TokenServiceServer.open(PKI.server().serverContextForAnyClient(), 0, 0, Duration.ofMillis(500));
        impatient.serve(handler);
        return impatient;
    }

    @Test
    void doesNotComeBackOnceClosed() {
        server.close();

        assertThatIllegalStateException().isThrownBy(server::comeBack).withMessageContaining("closed");
    }

    private static String get(URI url) throws IOException {
        return RawHttpsClient.once(url, CLIENT, null, RawRequest.get("/")).body();
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }
}
