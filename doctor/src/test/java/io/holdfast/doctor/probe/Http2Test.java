package io.holdfast.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testpki.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2Test {
    private static final TestPki PKI = TestPki.create();
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PREFACE = 24;

    private static Exchange exchange(Server server, Duration timeout) throws Exception {
        Place place = new Place(URI.create("https://localhost:" + server.socket.getLocalPort() + "/orders"));
        ClientTls tls = ClientTls.of(
                null, TrustedCertificates.of(List.of(PKI.authority().certificate())));
        return Http2.exchange(place, Call.get("/orders", Identity.NONE), tls, "test", timeout);
    }

    @Test
    void endsACallWhoseBodyNeverEnds() throws Exception {
        try (Server server = new Server(1)) {
            long begun = System.nanoTime();
            Exchange exchange = exchange(server, Duration.ofSeconds(3));

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            assertThat(exchange.answer()).isNull();
            assertThat(exchange.isRefusedByTls()).isFalse();
            assertThat(exchange.words()).contains("no whole answer within 3000 ms");
        }
    }

    @Test
    void takesAnAnswerThatBreaksOffForNoRefusalByTls() throws Exception {
        try (Server server = new Server(1)) {
            server.breaksOff = true;
            Exchange exchange = exchange(server, Duration.ofSeconds(30));

            assertThat(exchange.tls().asked).isTrue();
            assertThat(exchange.answer()).isNull();
            assertThat(exchange.isRefusedByTls()).as(exchange.words()).isFalse();
        }
    }

    @Test
    void takesNoMoreThanAMegabyteOfABody() throws Exception {
        try (Server server = new Server(100)) {
            Answer answer = exchange(server, Duration.ofSeconds(30)).answer();

            assertThat(answer).isNotNull();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.length()).isEqualTo(1024 * 1024);
            assertThat(answer.body()).hasSize(Answer.KEPT_OF_BODIES);
        }
    }

    /** Answers one request with 200 and frames of data without an end, and holds the connection open. */
    private static final class Server implements AutoCloseable {
        private static final int FRAME = 16_000;

        private final SSLServerSocket socket;
        private final int frames;
        private volatile boolean breaksOff;

        private Server(int frames) throws IOException {
            this.frames = frames;
            socket = (SSLServerSocket) PKI.server()
                    .serverContextForAnyClient()
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
            socket.setWantClientAuth(true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            Thread thread = new Thread(this::serve, "endless");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            try (SSLSocket client = (SSLSocket) socket.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream();
                in.readNBytes(PREFACE);
                out.write(frame(SETTINGS, 0, 0, new byte[0]));
                int type = -1;
                while (type != HEADERS) {
                    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                    type = in.readUnsignedByte();
                    in.readNBytes(5 + length);
                }
                out.write(frame(SETTINGS, 1, 0, new byte[0])); // the client's are known
                out.write(frame(HEADERS, 4, 1, new byte[] {(byte) 0x88})); // :status 200, and data follow
                byte[] data = new byte[FRAME];
                Arrays.fill(data, (byte) 'x');
                for (int i = 0; i < frames; i++) {
                    out.write(frame(DATA, 0, 1, data));
                }
                out.flush();
                while (!breaksOff && in.read() >= 0) {
                    // until the client has enough
                }
            } catch (IOException e) {
                // the client has gone
            }
        }

        private static byte[] frame(int type, int flags, int stream, byte[] payload) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes(new byte[] {
                (byte) (payload.length >> 16), (byte) (payload.length >> 8), (byte) payload.length, (byte) type
            });
            frame.writeBytes(new byte[] {(byte) flags, 0, 0, 0, (byte) stream});
            frame.writeBytes(payload);
            return frame.toByteArray();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
