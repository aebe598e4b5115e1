package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** To whom the key ring's TLS contexts offer the certificate, in clients that are not HttpClient 5. */
@Timeout(60)
class CertificateDestinationsTest {
    private KeyRingWorld world;
    private FakeAuthorizationServer api;
    private FakeAuthorizationServer stranger;
    private KeyRing ring;

    @BeforeEach
    void begin() throws Exception {
        world = new KeyRingWorld();
        api = FakeAuthorizationServer.start(PKI.server());
        stranger = FakeAuthorizationServer.start(PKI.server());
        ring = world.ring(world.builder().allowedOrigins("https://LocalHost:" + portOf(api)));
    }

    @AfterEach
    void end() {
        world.close();
        api.close();
        stranger.close();
    }

    @Test
    @DisplayName("C-33 H5 java.net.http shows the certificate to allowed origins and to nobody else")
    void decidesForJavaNetHttp() throws Exception {
        for (SSLContext context : List.of(ring.sslContext(), ring.sslContext(ring.credentials()))) {
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            for (FakeAuthorizationServer server : List.of(api, stranger)) {
                client.send(HttpRequest.newBuilder(server.uri("/who")).build(), BodyHandlers.discarding());
            }
        }

        assertThat(seenBy(api))
                .containsExactly(PKI.serverA().thumbprint(), PKI.serverA().thumbprint());
        assertThat(seenBy(stranger)).containsExactly("none", "none");
    }

    @Test
    @DisplayName("C-33 H5 HttpsURLConnection shows the certificate to allowed origins and to nobody else")
    void decidesForUrlConnections() throws Exception {
        for (FakeAuthorizationServer server : List.of(api, stranger)) {
            HttpsURLConnection connection =
                    (HttpsURLConnection) server.uri("/who").toURL().openConnection();
            connection.setSSLSocketFactory(ring.sslContext().getSocketFactory());
            assertThat(connection.getResponseCode()).isEqualTo(404);
        }

        assertThat(seenBy(api)).containsExactly(PKI.serverA().thumbprint());
        assertThat(seenBy(stranger)).containsExactly("none");
    }

    @Test
    @DisplayName("C-33 sockets show it to the server whose name they were made for, by name only")
    void decidesForSockets() throws Exception {
        var sockets = ring.sslContext().getSocketFactory();
        InetAddress loopback = InetAddress.getByName("localhost");
        int port = portOf(api);
        talk(sockets.createSocket("localhost", port));
        talk(sockets.createSocket(new Socket(loopback, port), "localhost", port, true));
        talk(sockets.createSocket(loopback, port)); // an address is no name
        talk(sockets.createSocket(new Socket(loopback, port), "other.example", port, true));
        talk(sockets.createSocket(new Socket(loopback, port), "localhost.", port, true));
        talk(sockets.createSocket(new Socket(loopback, port), "localhost", -1, true));

        assertThat(seenBy(api))
                .containsExactly(
                        PKI.serverA().thumbprint(), PKI.serverA().thumbprint(), "none", "none", "none", "none");
        assertThatThrownBy(sockets::createSocket)
                .isInstanceOf(SocketException.class)
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName(
            "C-33 an engine without a server's name offers nothing, and no session with the certificate is resumed")
    void decidesForEngines() throws Exception {
        SSLContext context = ring.sslContext();
        CredentialGeneration credentials = ring.credentials();
        SSLEngine unnamed = context.createSSLEngine();

        assertThat(unnamed.getPeerHost()).isNull();
        assertThat(credentials.sslContextWithoutCertificate().getClientSessionContext())
                .isNotSameAs(credentials.sslContext().getClientSessionContext());
        assertThat(credentials.sslContextWithoutCertificate()).isSameAs(credentials.sslContextWithoutCertificate());
    }

    @Test
    @DisplayName("C-3 C-33 the origin of an mTLS alias belongs to the authorization server once the metadata are read")
    void learnsTheAlias() throws Exception {
        try (FakeAuthorizationServer alias = FakeAuthorizationServer.start(PKI.server())) {
            world.login
                    .metadata()
                    .put(
                            "mtls_endpoint_aliases",
                            Map.of("token_endpoint", alias.uri("/token").toString()));
            KeyRing discovering = world.ring(KeyRing.builder()
                    .keyStore(() -> KeyRingWorld.keysOf(PKI.serverA()))
                    .trust(KeyRingWorld.TRUSTED)
                    .issuer(world.login.issuer())
                    .clientId("server-a")
                    .allowedOrigins("https://api.example"));

            assertThat(discovering.offersCertificateTo("localhost", portOf(world.login)))
                    .isTrue();
            assertThat(discovering.offersCertificateTo("localhost", portOf(alias)))
                    .isFalse();
            discovering.token(ORDERS);
            assertThat(discovering.offersCertificateTo("localhost", portOf(alias)))
                    .isTrue();
            assertThat(discovering.offersCertificateTo("localhost", portOf(stranger)))
                    .isFalse();
            assertThat(discovering.offersCertificateTo("api.example", -1)).isTrue();
        }
    }

    @Test
    @DisplayName("C-33 a ready TLS context needs another one for servers that must not see the certificate")
    void takesTwoContexts() throws Exception {
        SSLContext ready = ring.credentials().sslContext();
        SSLContext without = KeyRingWorld.TRUSTED.sslContext();
        List<java.security.cert.X509Certificate> chain = ring.credentials().certificateChain();

        assertThat(CredentialGeneration.of(ready, chain, without).sslContextWithoutCertificate())
                .isSameAs(without);
        assertThat(CredentialGeneration.of(ready, chain).sslContextWithoutCertificate())
                .isNotSameAs(ready);
        assertThatThrownBy(() -> CredentialGeneration.of(ready, chain, ready))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offers no certificate");
    }

    @Test
    @DisplayName("C-32 redirects are allowed by pairs of https origins, in one direction")
    void namesRedirects() throws Exception {
        TokenRules rules = world.ring(
                        world.builder().allowRedirect("https://API.example", "https://files.example:8443"))
                .rules();

        assertThat(rules.nameRedirect("api.example", -1, "Files.example", 8443)).isTrue();
        assertThat(rules.nameRedirect("api.example", 443, "files.example", 8443))
                .isTrue();
        assertThat(rules.nameRedirect("files.example", 8443, "api.example", 443))
                .isFalse();
        assertThat(rules.nameRedirect("api.example", 443, "files.example", 443)).isFalse();
        assertThatThrownBy(() -> KeyRing.builder().allowRedirect("https://api.example", "http://files.example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyRing.builder().allowRedirect("https://api.example/x", "https://files.example"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int portOf(FakeAuthorizationServer server) {
        URI uri = server.uri("/");
        return uri.getPort();
    }

    private static List<String> seenBy(FakeAuthorizationServer server) {
        return server.calls("/who").stream()
                .map(RecordedCall::clientThumbprint)
                .map(thumbprint -> thumbprint.orElse("none"))
                .toList();
    }

    private static void talk(Socket socket) throws Exception {
        try (SSLSocket secured = (SSLSocket) socket) {
            secured.getOutputStream()
                    .write("GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = secured.getInputStream();
            answer.readAllBytes();
        }
    }
}
