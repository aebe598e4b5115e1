package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.certificate.TlsCertificateSource;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.VerificationKey;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an authorization server says of its tokens' subjects and scopes counts for its own tokens. */
final class PrincipalsOfTwoIssuersTest {
    private static final String MAIN = "https://login.example.com";
    private static final String PARTNERS = "https://sso.partners.example";
    private static final TestPki PKI = TestPki.create();

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "issuers",
            "main partners",
            "main.issuer",
            MAIN,
            "partners.issuer",
            PARTNERS,
            "audience",
            TestTokens.AUDIENCE));

    private AccessTokenPrincipal admin(String issuer) throws SettingsException {
        ResourceSettings parsed = ResourceSettings.parse(settings);
        List<TrustedIssuer> issuers = parsed.issuers().stream()
                .map(PrincipalsOfTwoIssuersTest::trusted)
                .toList();
        String token = TestTokens.of(issuer)
                .boundTo(PKI.serverA())
                .claim("sub", "admin")
                .claim("scope", "admin")
                .compact();
        try (ProtectedResource resource = new ProtectedResource(
                ResourceOfOneIssuer.place(),
                parsed,
                new TlsCertificateSource(),
                new TrustedIssuers(issuers, parsed.opaqueTokens(), parsed.maxTokenLength(), new OpenParts()),
                Clock.systemUTC())) {
            return Decided.permit(resource.decide(StubRequest.with("Bearer " + token)
                            .from(PKI.serverA().certificate())))
                    .principal();
        }
    }

    private static TrustedIssuer trusted(IssuerSettings issuer) {
        List<VerificationKey> keys = List.of(
                VerificationKey.of(TestTokens.of(issuer.issuer()).rsaKey().jwk())
                        .orElseThrow());
        return ResourceOfOneIssuer.issuer(
                issuer,
                JwtAccessTokenVerifier.of(issuer.issuer(), issuer.audience()).build(keyId -> keys));
    }

    @Test
    @DisplayName("S-37 S-79 a scope of one issuer is not the role of another that has a prefix of its own")
    void prefixesRolesByIssuer() throws Exception {
        settings.put("partners.rolePrefix", "partner:");

        assertThat(admin(MAIN).roles()).containsExactly("admin");
        assertThat(admin(PARTNERS).roles()).containsExactly("partner:admin");
        assertThat(admin(PARTNERS).hasRole("admin")).isFalse();
    }

    @Test
    @DisplayName("S-37 S-79 a prefix without a name is that of every issuer")
    void sharesAPrefix() throws Exception {
        settings.put("rolePrefix", "SCOPE_");

        assertThat(admin(MAIN).roles()).containsExactly("SCOPE_admin");
        assertThat(admin(PARTNERS).roles()).containsExactly("SCOPE_admin");
    }

    @Test
    @DisplayName("S-37 S-79 principals of two issuers are not equal, even if name and roles are")
    void tellsPrincipalsApart() throws Exception {
        AccessTokenPrincipal main = admin(MAIN);
        AccessTokenPrincipal partner = admin(PARTNERS);

        assertThat(partner.getName()).isEqualTo(main.getName());
        assertThat(partner.roles()).isEqualTo(main.roles());
        assertThat(partner).isNotEqualTo(main);
        assertThat(main).isEqualTo(admin(MAIN)).hasSameHashCodeAs(admin(MAIN));
        assertThat(main.issuer()).isEqualTo(MAIN);
        assertThat(partner.issuer()).isEqualTo(PARTNERS);
    }
}
