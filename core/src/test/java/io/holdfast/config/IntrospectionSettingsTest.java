package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.token.SignatureAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IntrospectionSettingsTest {
    private final Map<String, String> settings = new TreeMap<>(Map.of(
            "issuer", "https://login.example.com",
            "audience", "https://api.example.com",
            "verification", "introspection",
            "clientId", "orders-api",
            "keyStore", "/etc/orders-api.p12"));

    private List<String> problems() {
        SettingsException e = catchThrowableOfType(SettingsException.class, () -> ResourceSettings.parse(settings));
        assertThat(e).as("the settings were accepted").isNotNull();
        return e.problems();
    }

    private IssuerSettings parsed() throws SettingsException {
        return ResourceSettings.parse(settings).issuers().get(0);
    }

    @Test
    void hasDefaults() throws SettingsException {
        IntrospectionSettings introspection = parsed().introspection().orElseThrow();

        assertThat(introspection.endpoint()).isEmpty();
        assertThat(introspection.signed()).isFalse();
        assertThat(introspection.cache()).isEqualTo(Duration.ofSeconds(30));
        assertThat(introspection.negativeCache()).isEqualTo(Duration.ofSeconds(10));
        assertThat(introspection.cacheSize()).isEqualTo(10_000);
        assertThat(introspection.client().clientId()).isEqualTo("orders-api");
        assertThat(introspection.client().authentication()).isEqualTo(ClientAuthentication.TLS_CLIENT_AUTH);
        assertThat(introspection.client().keyStore().place()).isEqualTo("/etc/orders-api.p12");
        assertThat(ResourceSettings.parse(settings).retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(ResourceSettings.parse(settings).opaqueTokens()).contains("https://login.example.com");
    }

    @Test
    void readsEverySetting() throws SettingsException {
        settings.putAll(Map.of(
                "introspectionEndpoint", "https://login.example.com/introspect",
                "introspectionResponse", "signed",
                "introspectionCacheSeconds", "0",
                "introspectionNegativeCacheSeconds", "3600",
                "introspectionCacheSize", "1",
                "clientAuthentication", "private_key_jwt",
                "clientAssertionAlgorithm", "RS256",
                "keyStoreType", "PEM",
                "keyStorePassword", " p ",
                "optionalClaims", "aud sub"));
        settings.put("clientAssertionKeyId", "key-1");
        settings.put("clientAssertionType", "client-authentication+jwt");
        settings.put("clientAssertionAudience", "https://a.example/token");
        settings.put("principalClaim", "client_id");
        settings.put("jwksUri", "https://login.example.com/jwks");

        IntrospectionSettings introspection = parsed().introspection().orElseThrow();

        assertThat(introspection.endpoint()).contains(URI.create("https://login.example.com/introspect"));
        assertThat(introspection.signed()).isTrue();
        assertThat(introspection.cache()).isZero();
        assertThat(introspection.negativeCache()).isEqualTo(Duration.ofHours(1));
        assertThat(introspection.cacheSize()).isEqualTo(1);
        assertThat(introspection.client().authentication()).isEqualTo(ClientAuthentication.PRIVATE_KEY_JWT);
        assertThat(introspection.client().assertion())
                .hasToString(
                        "AssertionProfile[alg RS256, kid key-1, typ client-authentication+jwt, aud https://a.example/token]");
        assertThat(introspection.client().keyStore().source())
                .hasToString("Optional[DetectedKeyStore[/etc/orders-api.p12, type PEM, alias the only one]]");
        assertThat(parsed().optionalClaims()).contains("aud");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verification          | opaque          | is none of: jwt, introspection",
                "introspectionResponse | jwt             | is none of: json, signed",
                "introspectionEndpoint | http://x.example| is not an https",
                "introspectionCacheSeconds | -1          | from 0 to 3600",
                "introspectionNegativeCacheSeconds | 1h  | from 0 to 3600",
                "introspectionCacheSize | 0              | from 1 to 1000000",
                "clientAuthentication  | client_secret_jwt | is none of: tls_client_auth",
                "clientAuthentication  | client_secret_basic | needs either clientSecret or clientSecretFile.",
                "clientAuthentication  | client_secret_post | needs either clientSecret or clientSecretFile.",
                "clientAssertionAlgorithm | RS256        | is for clientAuthentication private_key_jwt alone",
                "clientAssertionKeyId  | key-1           | is for clientAuthentication private_key_jwt alone",
                "clientAssertionType   | client-authentication+jwt | is for clientAuthentication private_key_jwt alone",
                "clientAssertionAudience | https://a.example/token | is for clientAuthentication private_key_jwt alone",
                "clientSecretFile      | /etc/secret     | is not used by clientAuthentication tls_client_auth",
                "keyStoreType          | JCEKS           | is none of PKCS12, JKS, BCFKS, PEM, PKCS11",
                "tokenType             | JWT             | is not used by verification introspection",
                "jwksUri               | https://x.example/jwks | without introspectionResponse signed",
                "jwksCacheSeconds      | 60              | without introspectionResponse signed",
                "jwksOutageSeconds     | 60              | without introspectionResponse signed",
                "jwksReloadSeconds     | 60              | without introspectionResponse signed",
                "clientSecret          | hunter2         | Take it out, or set clientAuthentication=client_secret_basic",
                "optionalClaims        | exp             | names 'exp'",
                "opaqueTokens          | main            | names none of the issuers"
            })
    @DisplayName("S-77 refuses a setting that does not parse or would have no effect")
    void refusesBadSettings(String name, String value, String part) {
        settings.put(name, value);

        assertThat(problems()).anyMatch(problem -> problem.contains("'" + name + "'") && problem.contains(part));
    }

    @ParameterizedTest
    @CsvSource({"clientId,verification=introspection needs it", "keyStore,clientAuthentication=tls_client_auth needs it"
    })
    @DisplayName("S-77 misses what the method needs")
    void missesWhatIsNeeded(String name, String part) {
        settings.remove(name);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The setting '" + name + "' is missing")
                .contains(part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\n", "s3cret\r\n", "s3\tcret", " s3cret", "s3cret ", "s3cret\u00a0"})
    @DisplayName("S-77 refuses a secret that came with the end of its line or a space, and does not show it")
    void refusesASecretWithMoreThanItself(String secret) {
        settings.remove("keyStore");
        settings.remove("keyStorePassword");
        settings.put("clientAuthentication", "client_secret_basic");
        settings.put("clientSecret", secret);

        assertThat(catchThrowableOfType(SettingsException.class, this::parsed).problems())
                .singleElement()
                .asString()
                .startsWith("The setting 'clientSecret' = (not shown) has a ")
                .doesNotContain("s3");
    }

    @Test
    @DisplayName("S-77 takes one secret, and neither shows it nor lets a key store stand beside it")
    void takesOneSecret() throws SettingsException {
        settings.put("clientAuthentication", "client_secret_basic");
        settings.put("clientSecret", "hunter2");
        assertThat(problems()).singleElement().asString().contains("'keyStore'").contains("Take it out");

        settings.remove("keyStore");
        assertThat(parsed().introspection().orElseThrow().client().secret()).contains("hunter2");

        settings.put("clientSecretFile", "/etc/secret");
        assertThat(problems()).singleElement().asString().contains("not both").doesNotContain("hunter2");
        settings.remove("clientSecretFile");
        settings.put("clientAuthentication", "private_key_jwt");
        settings.put("keyStore", "/etc/k.p12");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("(not shown)")
                .doesNotContain("hunter2");
    }

    @Test
    @DisplayName("S-77 refuses each introspection setting where tokens are JWTs")
    void refusesIntrospectionSettingsForJwts() {
        settings.remove("verification");
        settings.put("introspectionCacheSeconds", "20");

        assertThat(problems())
                .hasSize(3)
                .allMatch(problem -> problem.contains("is for verification introspection alone"));
    }

    @Test
    @DisplayName("S-77 with several issuers a setting for all may serve only some, but no secret is shared")
    void sharesNoSecret() throws SettingsException {
        settings.remove("issuer");
        settings.remove("verification");
        settings.put("issuers", "main partners");
        settings.put("main.issuer", "https://login.example.com");
        settings.put("partners.issuer", "https://sso.partners.example");
        settings.put("partners.verification", "introspection");
        settings.put("optionalClaims", "jti");

        ResourceSettings parsed = ResourceSettings.parse(settings);
        assertThat(parsed.issuers().get(0).introspection()).isEmpty();
        assertThat(parsed.opaqueTokens()).contains("https://sso.partners.example");
        assertThat(parsed.retryAfter()).isEqualTo(Duration.ofSeconds(5));

        settings.remove("keyStore");
        settings.put("partners.clientAuthentication", "client_secret_basic");
        settings.put("clientSecret", "hunter2");
        assertThat(problems())
                .anyMatch(problem -> problem.contains("'clientSecret' cannot be the same for all"))
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    @DisplayName("S-77 S-37 refuses a setting for all issuers that none of them uses, and tells why for each")
    void refusesSettingsThatNoIssuerUses() throws SettingsException {
        settings.remove("issuer");
        settings.put("issuers", "main partners");
        settings.put("main.issuer", "https://login.example.com");
        settings.put("partners.issuer", "https://sso.partners.example");
        settings.put("opaqueTokens", "main");
        ResourceSettings.parse(settings);
        settings.put("tokenType", "at+jwt");
        settings.put("algorithms", "ES256");

        assertThat(problems())
                .hasSize(2)
                .allMatch(problem -> problem.contains("has no effect on any issuer (main: it is not used by"))
                .anyMatch(problem -> problem.startsWith("The setting 'tokenType' = 'at+jwt'"))
                .anyMatch(problem -> problem.startsWith("The setting 'algorithms' = 'ES256'"));

        settings.remove("tokenType");
        settings.put("partners.introspectionResponse", "signed");
        assertThat(ResourceSettings.parse(settings).issuers().get(1).algorithms())
                .containsExactly(SignatureAlgorithm.ES256);
    }

    @Test
    @DisplayName("S-37 with two introspecting issuers it must be said who knows the tokens that name none")
    void saysWhoKnowsOpaqueTokens() throws SettingsException {
        settings.remove("issuer");
        settings.put("issuers", "main partners");
        settings.put("main.issuer", "https://login.example.com");
        settings.put("partners.issuer", "https://sso.partners.example");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'opaqueTokens'")
                .contains("[main, partners]");

        settings.put("opaqueTokens", "partners");
        assertThat(ResourceSettings.parse(settings).opaqueTokens()).contains("https://sso.partners.example");
    }
}
