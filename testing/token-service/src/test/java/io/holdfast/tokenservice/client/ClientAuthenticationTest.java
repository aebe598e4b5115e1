package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.IssuedToken;
import io.holdfast.tokenservice.RunningTokenService;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a token and who does not, over real TLS handshakes with a connector that accepts any certificate. */
class ClientAuthenticationTest {
    private static final String SUBJECT = "CN=Server A,OU=Orders,O=Partner A";
    private static final String UNKNOWN_AUTHORITY = "unable to find valid certification path";
    private static final String AS_SERVER_A = "grant_type=client_credentials&client_id=server-a";
    private static final String AS_SELF_SIGNED = "grant_type=client_credentials&client_id=self-signed";

    private static RunningTokenService demo;
    private static TestPki pki;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        demo = RunningTokenService.start(directory);
        pki = demo.pki;
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("A-1 the certificate port lets a client without a certificate finish the handshake")
    void answersWithoutCertificate(String tls) throws Exception {
        RawResponse metadata = demo.mtls(null, tls, RawRequest.get("/.well-known/oauth-authorization-server"));
        RawResponse token = demo.mtls(null, tls, tokenRequest(AS_SERVER_A));

        assertThat(metadata.status()).isEqualTo(200);
        assertInvalidClient(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("A-1 A-4 A-19 both methods get tokens bound to the certificate of the handshake")
    void grantsBothMethods(String tls) throws Exception {
        RawResponse issued = demo.mtls(pki.serverA(), tls, tokenRequest(AS_SERVER_A));
        RawResponse selfSigned = demo.mtls(pki.selfSigned(), tls, tokenRequest(AS_SELF_SIGNED));

        assertThat(issued.status()).isEqualTo(200);
        assertThat(IssuedToken.of(issued).thumbprint()).isEqualTo(pki.serverA().thumbprint());
        assertThat(selfSigned.status()).isEqualTo(200);
        assertThat(IssuedToken.of(selfSigned).thumbprint())
                .isEqualTo(pki.selfSigned().thumbprint());
    }

    @Test
    @DisplayName("A-2 a client without client_id is not guessed from its certificate")
    void needsClientId() throws Exception {
        for (String form : List.of("grant_type=client_credentials", "grant_type=client_credentials&client_id=")) {
            RawResponse response = demo.token(pki.serverA(), form);

            assertThat(response.status()).isEqualTo(400);
            assertThat(json(response)).containsEntry("error", "invalid_request").doesNotContainKey("access_token");
        }
    }

    @Test
    @DisplayName("A-3 another client's certificate gives invalid_client")
    void refusesAnotherClientsCertificate() throws Exception {
        assertInvalidClient(demo.token(pki.partnerB(), AS_SERVER_A));
        assertInvalidClient(demo.token(pki.thief(), AS_SERVER_A));
        assertInvalidClient(demo.token(pki.selfSigned(), AS_SERVER_A));
        assertInvalidClient(demo.token(pki.serverA(), AS_SELF_SIGNED));
    }

    @Test
    @DisplayName("A-3 an unknown client gets the same answer as a known one with a wrong certificate")
    void tellsNobodyWhichClientsExist() throws Exception {
        RawResponse unknown = demo.token(pki.serverA(), "grant_type=client_credentials&client_id=nobody");
        RawResponse wrong = demo.token(pki.thief(), AS_SERVER_A);

        assertInvalidClient(unknown);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    @DisplayName("A-3 the ordinary port asks for no certificate, so it issues nothing")
    void refusesOnTheOrdinaryPort() throws Exception {
        assertInvalidClient(demo.ordinary(tokenRequest(AS_SERVER_A)));
    }

    @Test
    @DisplayName("A-4 a certificate client cannot use a secret, with or without its certificate")
    void refusesASecret() throws Exception {
        assertInvalidClient(demo.token(null, AS_SERVER_A + "&client_secret=guess"));
        assertInvalidClient(demo.token(pki.serverA(), AS_SERVER_A + "&client_secret=guess"));
    }

    @Test
    @DisplayName("A-4 A-6 a PKI client cannot use a self-signed certificate with the right subject")
    void refusesSelfSignedWithTheRightSubject() throws Exception {
        assertRefused(serverA().selfSigned().build(), UNKNOWN_AUTHORITY);
    }

    @Test
    @DisplayName("A-4 a self-signed client cannot use a certificate of the authority with its subject")
    void refusesIssuedCertificateForSelfSignedClient() throws Exception {
        assertInvalidClient(
                demo.token(pki.identity("CN=Self-Signed,O=Partner D").build(), AS_SELF_SIGNED));
    }

    @Test
    @DisplayName("A-6 A-8 the right subject from another authority is refused")
    void refusesAnotherAuthority() throws Exception {
        assertRefused(serverA().issuedBy(pki.secondAuthority()).build(), UNKNOWN_AUTHORITY);
    }

    @Test
    @DisplayName("A-7 an expired certificate is refused")
    void refusesExpired() throws Exception {
        Instant now = Instant.now();
        assertRefused(
                serverA()
                        .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofMinutes(1)))
                        .build(),
                "validity check failed");
    }

    @Test
    @DisplayName("A-7 a certificate that is not valid yet is refused")
    void refusesNotYetValid() throws Exception {
        Instant now = Instant.now();
        assertRefused(
                serverA()
                        .valid(now.plus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)))
                        .build(),
                "validity check failed");
    }

    @Test
    @DisplayName("A-7 a certificate for servers only is refused, one without extended key usage is not")
    void checksExtendedKeyUsage() throws Exception {
        assertRefused(serverA().onlyForServers().build(), "does not permit use for TLS client authentication");
        assertThat(demo.token(serverA().withoutExtendedKeyUsage().build(), AS_SERVER_A)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("A-7 a certificate that another client's certificate issued is refused")
    void refusesNonAuthorityIssuer() throws Exception {
        assertRefused(serverA().issuedBy(pki.thief()).build(), "(basic constraints|CA key usage) check failed");
    }

    @Test
    @DisplayName("A-7 a certificate with the authority's name but not its signature is refused")
    void refusesBrokenSignature() throws Exception {
        TestIdentity forger = pki.authority().withKeyOf(pki.thief());

        assertRefused(serverA().issuedBy(forger).build(), "signature check failed");
    }

    @Test
    @DisplayName("A-7 only the certificate whose key was proven counts, not others sent along")
    void refusesTheVictimsCertificateFurtherDownTheChain() throws Exception {
        TestIdentity thief = pki.thief()
                .withChainAfter(pki.serverA().certificate(), pki.authority().certificate());

        assertRefused(thief, "is not the one with the registered tls_client_auth_subject_dn");
    }

    @Test
    @DisplayName("A-14 another self-signed certificate for the same key and subject is refused")
    void refusesRenewedSelfSigned() throws Exception {
        TestIdentity renewed = pki.selfSigned().renewed();

        assertThat(renewed.certificate().getPublicKey())
                .isEqualTo(pki.selfSigned().certificate().getPublicKey());
        assertThat(renewed.certificate().getSubjectX500Principal())
                .isEqualTo(pki.selfSigned().certificate().getSubjectX500Principal());
        assertInvalidClient(demo.token(renewed, AS_SELF_SIGNED));
    }

    @Test
    @DisplayName("A-14 only the first certificate of an x5c is registered, and each key of the set is")
    void takesTheFirstCertificateOfEachKey(@TempDir Path directory) throws Exception {
        TestIdentity second = pki.identity("CN=Second").selfSigned().build();
        TestIdentity further = pki.identity("CN=Further").selfSigned().build();
        Map<String, Object> jwk = RunningTokenService.jwk(pki.selfSigned());
        jwk.put("x5c", List.of(x5c(pki.selfSigned()), x5c(further)));
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("client_id", "self-signed");
        client.put("token_endpoint_auth_method", "self_signed_tls_client_auth");
        client.put("jwks", Map.of("keys", List.of(jwk, RunningTokenService.jwk(second))));

        try (RunningTokenService other =
                RunningTokenService.start(directory, pki, RunningTokenService.clients(directory, client))) {
            assertThat(other.token(pki.selfSigned(), AS_SELF_SIGNED).status()).isEqualTo(200);
            assertThat(other.token(second, AS_SELF_SIGNED).status()).isEqualTo(200);
            assertInvalidClient(other.token(further, AS_SELF_SIGNED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("A-19 no header and no parameter chooses another certificate")
    void takesTheCertificateFromTheHandshakeOnly(String tls) throws Exception {
        String victim = pki.serverA().thumbprint();
        RawRequest request = RawRequest.of(
                        "POST", "/token?client_id=server-a&javax.servlet.request.X509Certificate=" + victim)
                .header("Client-Cert", ":" + x5c(pki.serverA()) + ":")
                .header("X-SSL-Client-Cert", x5c(pki.serverA()))
                .header("X-Forwarded-Client-Cert", "Hash=" + victim)
                .form("grant_type=client_credentials&client_id=partner-b&cnf=%7B%22x5t%23S256%22%3A%22" + victim
                        + "%22%7D&x5t%23S256=" + victim);

        assertThat(IssuedToken.of(demo.mtls(pki.partnerB(), tls, request)).thumbprint())
                .isEqualTo(pki.partnerB().thumbprint());
        assertInvalidClient(demo.mtls(null, tls, request));
    }

    @Test
    @DisplayName("A-19 each handshake of one client counts for itself")
    void takesEachHandshakeForItself() throws Exception {
        URI server = URI.create(demo.mtlsBaseUrl());
        TestIdentity renewed = pki.serverA().renewed();
        try (RawHttpsClient before = RawHttpsClient.connect(server, demo.contextOf(pki.serverA()), null);
                RawHttpsClient after = RawHttpsClient.connect(server, demo.contextOf(renewed), null)) {
            for (int i = 0; i < 2; i++) {
                assertThat(IssuedToken.of(before.send(tokenRequest(AS_SERVER_A)))
                                .thumbprint())
                        .isEqualTo(pki.serverA().thumbprint());
                assertThat(IssuedToken.of(after.send(tokenRequest(AS_SERVER_A))).thumbprint())
                        .isEqualTo(renewed.thumbprint());
            }
        }
    }

    @Test
    @DisplayName("A-20 a bound client without a certificate gets an error, not an unbound token")
    void neverIssuesUnboundInstead() throws Exception {
        assertInvalidClient(demo.token(null, AS_SERVER_A));
        assertInvalidClient(demo.token(null, AS_SELF_SIGNED));
    }

    @Test
    @DisplayName("A-20 only a client that is registered for unbound tokens gets one")
    void issuesUnboundOnlyWhenRegistered(@TempDir Path directory) throws Exception {
        Map<String, Object> client = Map.of(
                "client_id",
                "server-a",
                "token_endpoint_auth_method",
                "tls_client_auth",
                "tls_client_auth_subject_dn",
                SUBJECT,
                "tls_client_certificate_bound_access_tokens",
                false);

        try (RunningTokenService other =
                RunningTokenService.start(directory, pki, RunningTokenService.clients(directory, client))) {
            assertThat(IssuedToken.of(other.token(pki.serverA(), AS_SERVER_A)).claims())
                    .doesNotContainKey("cnf");
        }
    }

    /** Refused, and for this very reason. */
    private static void assertRefused(TestIdentity client, String reason) throws Exception {
        TestLog log = new TestLog();

        assertInvalidClient(demo.token(client, AS_SERVER_A));
        assertThat(log.text()).containsPattern("Refused client 'server-a': .*" + reason);
    }

    private static CertificateBuilder serverA() {
        return pki.identity(SUBJECT);
    }

    private static String x5c(TestIdentity identity) {
        return ((List<?>) RunningTokenService.jwk(identity).get("x5c")).get(0).toString();
    }

    private static RawRequest tokenRequest(String form) {
        return RawRequest.of("POST", "/token").form(form);
    }

    private static void assertInvalidClient(RawResponse response) {
        assertThat(response.status()).as(response.toString()).isEqualTo(401);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("WWW-Authenticate")).isEmpty();
        assertThat(json(response)).containsEntry("error", "invalid_client").doesNotContainKey("access_token");
    }
}
