package io.holdfast.keyring.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that the server cuts off while it is sent: under TLS 1.3 the refusal of a certificate comes that late. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read that hangs heeds no interruption
class BrokenWriteTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestIdentity CLIENT = PKI.serverA();

    @Test
    @DisplayName("a refused certificate has its name also if the connection breaks while the request is written")
    void namesTheRefusedCertificate() throws Exception {
        CountDownLatch handshaken = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> refusing = CompletableFuture.runAsync(() -> refuse(server, handshaken));
            try (SSLSocket socket = connect(server.getLocalPort())) {
                socket.startHandshake();
                handshaken.countDown();

                assertThat(catchThrowable(() -> writeUntilBroken(socket)))
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining(
                                "localhost:" + server.getLocalPort() + " refused the client certificate CN=Server A")
                        .hasMessageContaining("alert certificate_unknown");
            }
            refusing.get(20, TimeUnit.SECONDS);
        }
    }

    /** Sends its alert, and closes the connection when the client believes that it may write. */
    private static void refuse(ServerSocket server, CountDownLatch handshaken) {
        try (Socket accepted = server.accept()) {
            SSLSocket tls = (SSLSocket) PKI.server()
                    .serverContextForClientsOf(List.of(PKI.secondAuthority().certificate()))
                    .getSocketFactory()
                    .createSocket(accepted, null, false);
            tls.setNeedClientAuth(true);
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            assertThat(catchThrowable(tls::startHandshake)).isInstanceOf(SSLException.class);
            handshaken.await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("a server that breaks the connection before its first answer is named with its probable reason")
    void namesTheServerThatGivesNoReason() throws Exception {
        try (RawServer server = accepting((number, in, out) -> in.read());
                SSLSocket socket = connect(server.port())) {
            socket.startHandshake();

            assertThat(catchThrowable(() -> writeUntilBroken(socket)))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("localhost:" + server.port() + " closed the connection before it answered (")
                    .hasMessageContaining("Most probably it refuses the client certificate CN=Server A")
                    .hasMessageContaining(CLIENT.thumbprint())
                    .hasCauseInstanceOf(SocketException.class);
        }
    }

    @Test
    @DisplayName("an answer that comes before the whole request is not lost, and no certificate is blamed for it")
    void losesNoEarlyAnswer() throws Exception {
        try (RawServer server = accepting((number, in, out) -> {
                    in.read();
                    RawServer.write(out, "HTTP/1.1 413 Too Large\r\n\r\n");
                });
                SSLSocket socket = connect(server.port())) {
            socket.startHandshake();

            assertThat(catchThrowable(() -> writeUntilBroken(socket)))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("refuse");
            byte[] answer = new byte[12];
            assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(answer).isEqualTo("HTTP/1.1 413".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    @DisplayName("a connection that breaks after an answer accuses no certificate")
    void accusesNobodyAfterAnAnswer() throws Exception {
        try (RawServer server = accepting((number, in, out) -> out.write(in.read()));
                SSLSocket socket = connect(server.port())) {
            socket.getOutputStream().write(42);
            assertThat(socket.getInputStream().read()).isEqualTo(42);

            assertThat(catchThrowable(() -> writeUntilBroken(socket)))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("refuse");
        }
    }

    @Test
    @DisplayName("the wait for an alert that never comes leaves the socket's own timeout as it was")
    void keepsTheTimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = accepting((number, in, out) -> over.await());
                SSLSocket socket = connect(server.port())) {
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            OutputStream out = socket.getOutputStream();
            socket.shutdownOutput();

            assertThat(catchThrowable(() -> out.write(1)))
                    .isInstanceOf(SocketException.class)
                    .cause()
                    .satisfies(e ->
                            assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(SocketTimeoutException.class));
            assertThat(socket.getSoTimeout()).isEqualTo(20_000);
            over.countDown();
        }
    }

    private static RawServer accepting(RawServer.Conversation conversation) throws IOException {
        return RawServer.tls(PKI.server().serverContextForAnyClient(), "TLSv1.3", true, conversation);
    }

    private static SSLSocket connect(int port) throws Exception {
        CredentialGeneration credentials = CredentialGeneration.of(
                KeyMaterial.of(CLIENT.privateKey(), CLIENT.chain()),
                TrustedCertificates.of(List.of(PKI.authority().certificate())));
        return (SSLSocket) RotatingSslContext.of(credentials, new HeardCertificateUse())
                .getSocketFactory()
                .createSocket("localhost", port);
    }

    private static void writeUntilBroken(SSLSocket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] body = new byte[16 * 1024];
        while (true) {
            out.write(body);
        }
    }
}
