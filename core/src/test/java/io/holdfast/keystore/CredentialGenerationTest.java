package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialGenerationTest {
    private static final TestPki PKI = TestPki.create();

    static Stream<Arguments> identities() {
        TestIdentity rsa = PKI.identity("CN=RSA Client").rsa(2048).build();
        TestIdentity selfSignedRsa =
                PKI.identity("CN=Self RSA").selfSigned().rsa(2048).build();
        TestIdentity ed = PKI.identity("CN=Ed25519 Client").ed25519().build();
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> Stream.of(PKI.serverA(), PKI.selfSigned(), rsa, selfSignedRsa, ed)
                        .map(identity ->
                                Arguments.of(protocol, identity.certificate().getSubjectX500Principal(), identity)));
    }

    @ParameterizedTest(name = "C-2 {0} {1} is offered to a server that names only another authority")
    @MethodSource("identities")
    void isOfferedWhateverAuthoritiesTheServerNames(String protocol, Object name, TestIdentity identity)
            throws Exception {
        CredentialGeneration generation = CredentialGeneration.of(
                KeyMaterial.of(identity.privateKey(), identity.chain()),
                TrustedCertificates.of(List.of(PKI.authority().certificate())));

        assertThat(offered(generation.sslContext(), protocol)).containsExactly(identity.thumbprint());
        assertThat(generation.thumbprint().value()).isEqualTo(identity.thumbprint());
    }

    @ParameterizedTest(name = "C-2 {0} {1} would not be offered by the JDK''s own key manager")
    @MethodSource("identities")
    void wouldNotBeOfferedByTheJdk(String protocol, Object name, TestIdentity identity) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore store = identity.keyStore("PKCS12", "identity", password);
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys.getKeyManagers(),
                new TrustManager[] {
                    TrustedCertificates.of(List.of(PKI.authority().certificate()))
                            .trustManager()
                },
                null);

        assertThat(offered(context, protocol)).isEmpty();
    }

    @Test
    @DisplayName("F11 two generations share no TLS session")
    void sharesNoSession() throws Exception {
        KeyMaterial material =
                KeyMaterial.of(PKI.serverA().privateKey(), PKI.serverA().chain());
        TrustedCertificates trusted =
                TrustedCertificates.of(List.of(PKI.authority().certificate()));

        assertThat(CredentialGeneration.of(material, trusted).sslContext().getClientSessionContext())
                .isNotSameAs(
                        CredentialGeneration.of(material, trusted).sslContext().getClientSessionContext());
        assertThat(SSLContext.getDefault())
                .isNotSameAs(CredentialGeneration.of(material, trusted).sslContext());
    }

    @Test
    @DisplayName("C-31 shows subject and thumbprint, nothing of the key")
    void showsNothingOfTheKey() throws Exception {
        CredentialGeneration generation = CredentialGeneration.of(
                KeyMaterial.of(PKI.serverA().privateKey(), PKI.serverA().chain()), TrustedCertificates.ofPlatform());

        assertThat(generation.toString())
                .contains("CN=Server A", PKI.serverA().thumbprint())
                .doesNotContain("EC Private")
                .doesNotContain(PKI.serverA().privateKey().toString());
    }

    private static List<String> offered(SSLContext client, String protocol) throws Exception {
        SSLContext server =
                PKI.server().serverContextNaming(PKI.secondAuthority().certificate());
        try (RawServer listening = RawServer.tls(server, protocol, false, (number, in, out) -> out.write(in.read()))) {
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", listening.port())) {
                socket.getOutputStream().write(42);
                assertThat(socket.getInputStream().read()).isEqualTo(42);
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            }
            return listening.clientThumbprints();
        }
    }
}
