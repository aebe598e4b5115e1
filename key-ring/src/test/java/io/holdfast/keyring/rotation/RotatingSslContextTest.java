package io.holdfast.keyring.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyManagementException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RotatingSslContextTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestIdentity OLD = PKI.serverA();
    private static final TestIdentity NEW = PKI.serverA().renewed();
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicReference<SSLContext> present = new AtomicReference<>();
    private SSLContext rotating;

    @BeforeEach
    void beginWithTheOld() throws Exception {
        present.set(generation(OLD));
        rotating = RotatingSslContext.of(present::get);
    }

    @Test
    @DisplayName("C-5 one socket factory makes each socket with the certificate of that moment")
    void rotatesSockets() throws Exception {
        SSLSocketFactory factory = rotating.getSocketFactory();
        try (RawServer server = RawServer.tls(context(), null, true, (number, in, out) -> out.write(in.read()))) {
            for (TestIdentity identity : List.of(OLD, NEW)) {
                present.set(generation(identity));
                InetAddress loopback = InetAddress.getByName("localhost");
                talk(factory.createSocket("localhost", server.port()));
                talk(factory.createSocket(loopback, server.port()));
                talk(factory.createSocket(loopback, server.port(), null, 0));
                talk(factory.createSocket("localhost", server.port(), null, 0));
                Socket unconnected = factory.createSocket();
                unconnected.connect(new java.net.InetSocketAddress(loopback, server.port()));
                talk(unconnected);
                talk(factory.createSocket(new Socket(loopback, server.port()), "localhost", server.port(), true));
            }
            assertThat(server.clientThumbprints().subList(0, 6)).containsOnly(OLD.thumbprint());
            assertThat(server.clientThumbprints().subList(6, 12)).containsOnly(NEW.thumbprint());
        }
    }

    @Test
    @DisplayName("C-5 java.net.http makes new connections with the certificate of that moment")
    void rotatesJavaNetHttp() throws Exception {
        java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .sslContext(rotating)
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .build();
        try (RawServer server = answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();

            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");
            present.set(generation(NEW));
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");

            assertThat(server.clientThumbprints()).containsExactly(OLD.thumbprint(), NEW.thumbprint());
        }
    }

    @Test
    @DisplayName("C-6 HttpsURLConnection keeps connections within a generation and never beyond it")
    void rotatesUrlConnections() throws Exception {
        try (RawServer server = answering(ANSWER)) {
            get(server);
            get(server);
            present.set(generation(NEW));
            get(server);

            assertThat(server.clientThumbprints()).containsExactly(OLD.thumbprint(), NEW.thumbprint());
        }
    }

    @Test
    @DisplayName("engines, parameters and session contexts are those of the moment")
    void asksEachTime() throws Exception {
        assertThat(rotating.getClientSessionContext()).isSameAs(present.get().getClientSessionContext());
        present.set(generation(NEW));

        assertThat(rotating.getClientSessionContext()).isSameAs(present.get().getClientSessionContext());
        assertThat(rotating.getServerSessionContext()).isSameAs(present.get().getServerSessionContext());
        assertThat(rotating.createSSLEngine("localhost", 1).getPeerHost()).isEqualTo("localhost");
        assertThat(rotating.createSSLEngine().getSupportedProtocols()).contains("TLSv1.3");
        assertThat(rotating.getDefaultSSLParameters().getProtocols()).contains("TLSv1.3");
        assertThat(rotating.getSupportedSSLParameters().getProtocols()).contains("TLSv1.3");
        assertThat(rotating.getSocketFactory().getDefaultCipherSuites()).isNotEmpty();
    }

    @Test
    @DisplayName("cannot be initialised")
    void cannotBeInitialised() {
        assertThatThrownBy(() -> rotating.init(null, null, null)).isInstanceOf(KeyManagementException.class);
    }

    private void get(RawServer server) throws Exception {
        HttpsURLConnection connection =
                (HttpsURLConnection) server.uri("/").toURL().openConnection();
        connection.setSSLSocketFactory(rotating.getSocketFactory());
        try (InputStream body = connection.getInputStream()) {
            assertThat(body.readAllBytes()).asString().isEqualTo("ok");
        }
    }

    private static RawServer answering(String answer) throws Exception {
        return RawServer.tls(context(), null, true, (number, in, out) -> {
            while (!RawServer.readRequest(in).isEmpty()) {
                RawServer.write(out, answer);
                if (answer.contains("close")) {
                    return;
                }
            }
        });
    }

    private static SSLContext context() {
        return PKI.server().serverContextForAnyClient();
    }

    private static SSLContext generation(TestIdentity identity) throws Exception {
        return CredentialGeneration.of(
                        KeyMaterial.of(identity.privateKey(), identity.chain()),
                        TrustedCertificates.of(List.of(PKI.authority().certificate())))
                .sslContext();
    }

    private static void talk(Socket socket) throws Exception {
        try (socket) {
            socket.getOutputStream().write(42);
            assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
    }
}
