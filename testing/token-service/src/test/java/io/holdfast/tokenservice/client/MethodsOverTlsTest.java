package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.IssuedToken;
import io.holdfast.tokenservice.RunningTokenService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods that need no certificate, over real TLS, and what a certificate beside them does. */
class MethodsOverTlsTest {
    private static final String SECRET = "a-secret-of-many-characters";
    private static final String GRANT = "grant_type=client_credentials";

    private static RunningTokenService service;
    private static TestPki pki;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        pki = TestPki.create();
        Map<String, Object> basic = RunningTokenService.client("basic", "client_secret_basic");
        basic.put("client_secret", SECRET);
        Map<String, Object> post = RunningTokenService.client("post", "client_secret_post");
        post.put("client_secret", SECRET);
        Map<String, Object> jwt = RunningTokenService.client("jwt", "private_key_jwt");
        jwt.put("jwks", Map.of("keys", List.of(RunningTokenService.jwk(pki.selfSigned()))));
        service = RunningTokenService.start(directory, pki, RunningTokenService.clients(directory, basic, post, jwt));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @DisplayName("A-21 secret and assertion clients get tokens bound to the certificate of the handshake")
    void bindsWhateverTheMethod() throws Exception {
        for (RawRequest request : List.of(
                basic("basic:" + SECRET),
                post(GRANT + "&client_id=post&client_secret=" + SECRET),
                post(GRANT + "&" + assertion("/token")))) {
            assertThat(IssuedToken.of(send(pki.thief(), request)).thumbprint())
                    .isEqualTo(pki.thief().thumbprint());
        }
    }

    @Test
    @DisplayName("A-4 an assertion may be for the issuer, the token endpoint or its alias")
    void takesEachAudience() throws Exception {
        TestIdentity any = pki.partnerB();

        for (String form :
                List.of(assertion(""), assertion("/token"), assertionFor(service.mtlsBaseUrl() + "/token"))) {
            assertThat(send(any, post(GRANT + "&" + form)).status()).isEqualTo(200);
        }
        assertThat(send(any, post(GRANT + "&" + assertionFor("https://other.example")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("A-29 a wrong secret in the header gives 401 with a Basic challenge, in the form without one")
    void challengesBasic() throws Exception {
        RawResponse header = send(pki.thief(), basic("basic:wrong"));
        RawResponse form = send(pki.thief(), post(GRANT + "&client_id=post&client_secret=wrong"));

        for (RawResponse refused : List.of(header, form)) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(json(refused)).containsEntry("error", "invalid_client").doesNotContainKey("access_token");
        }
        assertThat(header.headers("WWW-Authenticate"))
                .singleElement()
                .asString()
                .startsWith("Basic realm=");
        assertThat(form.headers("WWW-Authenticate")).isEmpty();
    }

    private static String assertion(String path) {
        return assertionFor(service.issuer() + path);
    }

    private static String assertionFor(String audience) {
        return TestAssertion.form(new TestAssertion("jwt", audience, Instant.now()).signedBy(pki.selfSigned()));
    }

    private static RawRequest basic(String credentials) {
        return post(GRANT)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
    }

    private static RawRequest post(String form) {
        return RawRequest.of("POST", "/token").form(form);
    }

    private static RawResponse send(@Nullable TestIdentity client, RawRequest request) throws Exception {
        return service.mtls(client, null, request);
    }
}
