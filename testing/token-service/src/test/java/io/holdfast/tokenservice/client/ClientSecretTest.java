package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestPki;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with a secret, and clients with nothing. */
class ClientSecretTest {
    private static final TestPki PKI = TestPki.create();
    private static final String SECRET = "100% of it: a+b & =~";
    private static final String ENCODED = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    private static final StubHttpRequest BARE = StubHttpRequest.by();

    private static AuthenticatorFixture service;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        service = AuthenticatorFixture.of(AuthenticatorFixture.builder(
                PKI,
                directory,
                SettableClock.atPresent(),
                client("basic", "client_secret_basic", "client_secret", SECRET),
                client("post", "client_secret_post", "client_secret", SECRET),
                client("pki", "tls_client_auth", "tls_client_auth_subject_dn", "CN=Server A,OU=Orders,O=Partner A"),
                Map.of(
                        "client_id",
                        "public",
                        "token_endpoint_auth_method",
                        "none",
                        "grant_types",
                        List.of("authorization_code"),
                        "redirect_uris",
                        List.of("https://a.example/"))));
    }

    private static Map<String, Object> client(String id, String method, String member, String value) {
        return Map.of("client_id", id, "token_endpoint_auth_method", method, member, value);
    }

    @Test
    @DisplayName("A-4 a secret is taken from the Authorization header, decoded like a form")
    void takesBasic() throws Exception {
        assertThat(service.clientOf("", basic("basic", ENCODED))).isEqualTo("basic");
        assertThat(service.clientOf("client_id=basic", basic("basic", ENCODED))).isEqualTo("basic");
        assertThat(service.clientOf("", basic("%62asic", ENCODED))).isEqualTo("basic");
        assertThat(service.clientOf("", BARE.withAuthorization("bAsIc " + base64("basic:" + ENCODED))))
                .isEqualTo("basic");
    }

    @Test
    @DisplayName("A-4 a secret is taken from the form")
    void takesPost() throws Exception {
        assertThat(service.clientOf("client_id=post&client_secret=" + ENCODED, BARE))
                .isEqualTo("post");
    }

    @Test
    @DisplayName("A-4 a public client only names itself")
    void takesAPublicClient() throws Exception {
        assertThat(service.clientOf("client_id=public", BARE)).isEqualTo("public");
        assertThat(service.authenticate("client_id=public", BARE).certificate()).isEmpty();
    }

    @Test
    @DisplayName("A-21 a certificate beside another method is there to bind tokens to, whoever issued it")
    void tellsTheCertificate() throws Exception {
        StubHttpRequest request = StubHttpRequest.by(PKI.selfSigned().certificate());

        assertThat(service.authenticate("client_id=public", request).certificate())
                .contains(PKI.selfSigned().certificate());
        assertThat(service.authenticate("client_id=post&client_secret=" + ENCODED, request)
                        .certificate())
                .contains(PKI.selfSigned().certificate());
    }

    @Test
    @DisplayName("A-3 A-4 a wrong secret gives invalid_client, and none is a prefix of another")
    void refusesWrongSecrets() {
        for (String wrong : List.of("", "1", SECRET.substring(1), SECRET + "x", SECRET.toUpperCase(Locale.ROOT))) {
            String encoded = URLEncoder.encode(wrong, StandardCharsets.UTF_8);

            assertThat(service.refusal("", basic("basic", encoded))).isEqualTo(INVALID_CLIENT);
            assertThat(service.refusal("client_id=post&client_secret=" + encoded, BARE))
                    .isEqualTo(INVALID_CLIENT);
        }
    }

    @Test
    @DisplayName("A-4 the right secret in another way than the registered one gives invalid_client")
    void refusesTheOtherWay() {
        assertThat(service.refusal("client_id=basic&client_secret=" + ENCODED, BARE))
                .isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal("", basic("post", ENCODED))).isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-4 a secret client cannot use just a certificate, nor just its name")
    void refusesJustACertificate() {
        StubHttpRequest request =
                StubHttpRequest.by(PKI.serverA().certificate(), PKI.authority().certificate());

        assertThat(service.refusal("client_id=basic", request)).isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal("client_id=post", request)).isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal("client_id=basic", BARE)).isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-4 a certificate client and a public one cannot use a secret")
    void refusesSecretsOfOthers() {
        StubHttpRequest request =
                StubHttpRequest.by(PKI.serverA().certificate(), PKI.authority().certificate());

        assertThat(service.refusal("client_id=pki&client_secret=" + ENCODED, request))
                .isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal("client_id=public&client_secret=x", request)).isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal("", basic("public", ""))).isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-5 two methods in one request give invalid_request")
    void refusesTwoMethods() {
        assertThat(service.refusal("client_secret=" + ENCODED, basic("basic", ENCODED)))
                .isEqualTo(INVALID_REQUEST);
        String line = "Basic " + base64("basic:" + ENCODED);
        assertThat(service.refusal("", BARE.withAuthorization(line, line))).isEqualTo(INVALID_REQUEST);
        assertThat(service.refusal(
                        "client_id=post&client_secret=" + ENCODED + "&client_assertion=a&client_assertion_type=b",
                        BARE))
                .isEqualTo(INVALID_REQUEST);
    }

    @Test
    @DisplayName("A-5 a client_id beside the header is the same one")
    void refusesTwoNames() {
        assertThat(service.refusal("client_id=post", basic("basic", ENCODED))).isEqualTo(INVALID_REQUEST);
    }

    @Test
    @DisplayName("A-2 a secret in the form needs a client_id")
    void needsAName() {
        assertThat(service.refusal("client_secret=" + ENCODED, BARE)).isEqualTo(INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic ",
                "Basic YmFzaWM",
                "Basic YmFzaWM6",
                "Basic YmFzaWM6JQ==",
                "Basic YmFz aWM6",
                "Basic =",
                "Basic YmFzaWM6/_==",
                "Basicx YmFzaWM6",
                "Bearer abc",
                ""
            })
    @DisplayName("A-29 malformed credentials and other schemes give invalid_client")
    void refusesMalformedCredentials(String line) {
        assertThat(service.refusal("client_id=basic", BARE.withAuthorization(line)))
                .isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-29 the log says why, and holds neither a secret nor a name that is not registered")
    void logsNoSecret() {
        TestLog log = new TestLog();

        service.refusal("", basic("basic", "a-guess-of-mine"));
        service.refusal("", basic("stranger", "a-guess-of-mine"));
        service.refusal("client_id=basic", BARE);

        assertThat(log.text())
                .contains("client 'basic': its secret is not the registered one")
                .contains("a client that is not registered")
                .contains("client 'basic': it is registered for client_secret_basic and came with nothing")
                .doesNotContain("a-guess-of-mine", SECRET, "stranger");
    }

    private static StubHttpRequest basic(String user, String password) {
        return BARE.withAuthorization("Basic " + base64(user + ":" + password));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
