package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions about tokens that were seen before, and the provider of signatures, in a resource as its settings open it. */
final class RememberedDecisionTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeAuthorizationServer.start(PKI.server());
        settings.put("issuer", server.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put("rolePrefix", "ROLE_");
        settings.put(
                "trustStore",
                PKI.authority().writePemCertificates(directory, "authority").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static AccessDecision decide(ProtectedResource resource, String token, TestIdentity client) {
        return resource.decide(StubRequest.with("Bearer " + token).from(client.certificate()));
    }

    @Test
    @DisplayName(
            "S-1 S-59 the thief is refused with a token that was accepted just before, and its owner is not afterwards")
    void comparesTheCertificateEachTime() throws Exception {
        String token = server.tokens().boundTo(PKI.serverA()).compact();
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            for (int i = 0; i < 3; i++) {
                assertThat(decide(resource, token, PKI.serverA()).permitted()).isTrue();
                assertThat(decide(resource, token, PKI.thief()).reason()).contains(RefusalReason.CERTIFICATE_MISMATCH);
                assertThat(resource.decide(StubRequest.with("Bearer " + token)).reason())
                        .contains(RefusalReason.CERTIFICATE_MISSING);
            }
        }
    }

    @Test
    @DisplayName("S-50 principal and roles are the same when a token is seen again, and each token's own")
    void principalIsTheTokens() throws Exception {
        settings.put("principalClaim", "partner");
        String one = server.tokens()
                .boundTo(PKI.serverA())
                .claim("partner", "a")
                .claim("scope", "read write")
                .compact();
        String other = server.tokens()
                .boundTo(PKI.serverA())
                .claim("partner", "b")
                .claim("scope", "read")
                .compact();
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            for (int i = 0; i < 3; i++) {
                AccessTokenPrincipal principal =
                        Decided.permit(decide(resource, one, PKI.serverA())).principal();
                assertThat(principal.getName()).isEqualTo("a");
                assertThat(principal.issuer()).isEqualTo(server.issuer());
                assertThat(principal.roles()).containsExactly("ROLE_read", "ROLE_write");
                assertThat(Decided.permit(decide(resource, other, PKI.serverA()))
                                .principal()
                                .roles())
                        .containsExactly("ROLE_read");
                assertThat(Decided.permit(decide(resource, other, PKI.serverA()))
                                .principal()
                                .getName())
                        .isEqualTo("b");
            }
        }
    }

    @Test
    @DisplayName("S-31 verifies with the provider that the settings name")
    void verifiesWithTheNamedProvider() throws Exception {
        settings.put("signatureProvider", "BC");
        settings.put("algorithms", "RS256 PS256 ES256 EdDSA");
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            String token = server.tokens()
                    .boundTo(PKI.serverA())
                    .signedBy(server.tokens().edKey())
                    .compact();

            assertThat(decide(resource, token, PKI.serverA()).permitted()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Bouncy, RS256, No provider of that name is registered",
        "BCFIPS, RS256, bc-fips",
        "SunRsaSign, RS256 ES256, It does not verify ES256"
    })
    @DisplayName("S-48 does not start with a provider that is not there or lacks an algorithm")
    void refusesAnUnusableProvider(String provider, String algorithms, String why) throws Exception {
        settings.put("signatureProvider", provider);
        settings.put("algorithms", algorithms);
        ResourceSettings parsed = ResourceSettings.parse(settings);

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> ProtectedResource.open(parsed, ResourceOfOneIssuer.place())
                        .close())
                .withMessageContaining("The setting 'signatureProvider' = '" + provider + "' cannot be used. ")
                .withMessageContaining(why);
    }
}
