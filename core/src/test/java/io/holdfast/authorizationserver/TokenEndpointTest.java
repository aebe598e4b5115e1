package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
    private static final TestPki PKI = TestPki.create();
    private static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));
    private static final TokenRequest NOTHING_SPECIAL = TokenRequest.clientCredentials(Set.of(), Set.of());
    private static final String TOKEN = "s3cret-T0ken_of.the~client+1/2==";

    private FakeAuthorizationServer server;
    private AuthorizationServerConnection connection;
    private TokenEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = connection(PKI.serverA());
        endpoint = endpoint(ClientAuthentication.TLS_CLIENT_AUTH);
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    @DisplayName("C-13 C-14 posts a form with grant type, client id, scope and resources, and no other proof")
    void postsTheForm() throws Exception {
        endpoint.request(TokenRequest.clientCredentials(
                List.of("orders.read", "stock:u"), List.of("https://api.example/a+b", "urn:x:y")));

        assertThat(server.calls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.query()).isEmpty();
            assertThat(call.header("Content-Type")).containsExactly("application/x-www-form-urlencoded");
            assertThat(call.form())
                    .containsOnlyKeys("grant_type", "client_id", "scope", "resource")
                    .containsEntry("grant_type", List.of("client_credentials"))
                    .containsEntry("client_id", List.of("server-ä&=+ a"))
                    .containsEntry("scope", List.of("orders.read stock:u"))
                    .containsEntry("resource", List.of("https://api.example/a+b", "urn:x:y"));
            assertThat(call.body()).contains("client_id=server-%C3%A4%26%3D%2B+a");
            assertThat(call.header("Authorization")).isEmpty();
            assertThat(call.clientThumbprint()).contains(PKI.serverA().thumbprint());
        });
    }

    @ParameterizedTest
    @DisplayName("C-13 C-14 sends the client id with either method, and no scope or resource when none is asked for")
    @ValueSource(strings = {"TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
    void sendsTheClientIdWithEitherMethod(ClientAuthentication method) throws Exception {
        endpoint(method).request(NOTHING_SPECIAL);

        assertThat(server.calls().get(0).form()).containsOnlyKeys("grant_type", "client_id");
        assertThat(server.calls().get(0).header("Authorization")).isEmpty();
    }

    @ParameterizedTest(name = "C-16 takes the token type {0}")
    @ValueSource(strings = {"Bearer", "bearer", "BEARER"})
    void takesBearerInAnyCase(String type) throws Exception {
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"" + type + "\"}");

        assertThat(endpoint.request(NOTHING_SPECIAL).accessToken()).isEqualTo(TOKEN);
    }

    @ParameterizedTest(name = "C-16 C-17 C-31 takes no token from {0}")
    @ValueSource(
            strings = {
                "{'access_token':'%s','token_type':'DPoP'}",
                "{'access_token':'%s','token_type':'N_A'}",
                "{'access_token':'%s','token_type':null}",
                "{'access_token':'%s','token_type':['Bearer']}",
                "{'access_token':'%s'}",
                "{'access_token':['%s'],'token_type':'Bearer'}",
                "{'access_token':null,'x':'%s','token_type':'Bearer'}",
                "{'access_token':'','x':'%s','token_type':'Bearer'}",
                "{'access_token':'%s\\r\\nX: y','token_type':'Bearer'}",
                "{'access_token':'%s x','token_type':'Bearer'}",
                "{'access_token':'%s','token_type':'Bearer','scope':['a b']}",
                "{'access_token':'%s','access_token':'x','token_type':'Bearer'}",
                "{'access_token':'%s','token_type':'Bearer'} x",
                "[{'access_token':'%s','token_type':'Bearer'}]",
                "access_token=%s&token_type=Bearer",
                ""
            })
    void takesNoTokenFromABadAnswer(String body) {
        answer(body.replace('\'', '"').replace("%s", TOKEN));

        Throwable failure = catchThrowable(() -> endpoint.request(NOTHING_SPECIAL));

        assertThat(failure).isInstanceOf(AuthorizationServerException.class).hasMessageContaining("200");
        assertThat(stackTrace(failure)).doesNotContain("s3cret");
    }

    @Test
    @DisplayName("C-17 takes no oversize answer")
    void takesNoOversizeAnswer() {
        server.always("/token", ScriptedAnswer.oversized(300_000));

        assertThatThrownBy(() -> endpoint.request(NOTHING_SPECIAL))
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining("more than 262144 bytes");
    }

    @Test
    @DisplayName("C-12 C-17 takes a token that is no JWT, and passes over members it does not know")
    void takesAnOpaqueToken() throws Exception {
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":300,"
                + "\"refresh_token\":7,\"x\":{\"y\":[null]}}");

        TokenResponse token = endpoint.request(NOTHING_SPECIAL);

        assertThat(token.accessToken()).isEqualTo(TOKEN);
        assertThat(token.expiresIn()).contains(Duration.ofMinutes(5));
    }

    @ParameterizedTest(name = "C-18 F17 reads expires_in {0} as {1} seconds")
    @CsvSource(
            delimiter = '|',
            value = {
                "300|300",
                "0|0",
                "-5|-5",
                "\"3600\"|3600",
                "3600.5|3600",
                "1e3|1000",
                "1e10|31536000",
                "9223372036854775808|31536000",
                "-1e30|-31536000",
                "1e999999999|31536000",
                "\"1e-999999999\"|0",
                "\"NaN\"|",
                "null|",
                "true|",
                "\"soon\"|",
                "\"Infinity\"|",
                "\"0x1p9\"|",
                "\"3600f\"|",
                "\" 3600 \"|",
                "\"1e999999999\"|31536000",
                "-0.0|0",
                "{}|",
                "\"\"|",
                "[300]|"
            })
    void readsTheLifetime(String expiresIn, @Nullable Long seconds) throws Exception {
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":" + expiresIn + "}");

        assertThat(endpoint.request(NOTHING_SPECIAL).expiresIn().map(Duration::getSeconds))
                .isEqualTo(java.util.Optional.ofNullable(seconds));
    }

    @Test
    @DisplayName("C-18 a missing expires_in is missing")
    void aMissingLifetimeIsMissing() throws Exception {
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\"}");

        assertThat(endpoint.request(NOTHING_SPECIAL).expiresIn()).isEmpty();
    }

    @Test
    @DisplayName("C-19 exposes the granted scopes, or those asked for when the answer names none")
    void exposesTheGrantedScopes() throws Exception {
        TokenRequest request = TokenRequest.clientCredentials(List.of("a", "b"), List.of());

        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"scope\":\"a  c\"}");
        assertThat(endpoint.request(request).scopes()).containsExactly("a", "c");
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"scope\":\"\"}");
        assertThat(endpoint.request(request).scopes()).isEmpty();
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"scope\":[\"a\",\"c\"]}");
        assertThat(endpoint.request(request).scopes()).containsExactly("a", "c");
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"scope\":[]}");
        assertThat(endpoint.request(request).scopes()).isEmpty();
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"scope\":null,\"expires_in\":null,"
                + "\"refresh_token\":null,\"error\":null}");
        assertThat(endpoint.request(request).scopes()).containsExactly("a", "b");
        answer("\uFEFF{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\"}");
        assertThat(endpoint.request(request).scopes()).containsExactly("a", "b");
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\"}");
        assertThat(endpoint.request(request).scopes()).containsExactly("a", "b");
    }

    @ParameterizedTest(name = "C-20 {0} {1} is a typed error and asked for once")
    @CsvSource({
        "401,invalid_client",
        "400,unauthorized_client",
        "400,invalid_scope",
        "400,invalid_target",
        "400,invalid_grant",
        "503,temporarily_unavailable"
    })
    void givesTypedErrors(int status, String error) {
        server.always(
                "/token",
                ScriptedAnswer.json(
                        status, "{\"error\":\"" + error + "\",\"error_description\":\"No such \\u00fc client.\"}"));

        TokenErrorException failure =
                catchThrowableOfType(TokenErrorException.class, () -> endpoint.request(NOTHING_SPECIAL));

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.errorDescription()).contains("No such ? client.");
        assertThat(failure)
                .hasMessageContaining(error)
                .hasMessageContaining("tls_client_auth")
                .hasMessageContaining(PKI.serverA().thumbprint());
        assertThat(server.calls("/token")).hasSize(1);
    }

    @Test
    @DisplayName("C-20 makes a stranger's error text fit to print")
    void makesErrorTextFitToPrint() {
        server.always(
                "/token",
                ScriptedAnswer.json(
                        400,
                        "{\"error\":\"a\\r\\nb\\\"c\\\\d\",\"error_description\":\"" + "\\u001b[31m" + "x".repeat(5000)
                                + "\"}"));

        TokenErrorException failure =
                catchThrowableOfType(TokenErrorException.class, () -> endpoint.request(NOTHING_SPECIAL));

        assertThat(failure.error()).isEqualTo("a??b?c?d");
        assertThat(failure.errorDescription().orElseThrow())
                .startsWith("?[31mxxx")
                .hasSize(201);
        assertThat(failure.getMessage()).doesNotContain("\r", "\n", "\u001b").hasSizeLessThan(1000);
    }

    static Stream<Arguments> notOAuth() {
        return Stream.of(
                Arguments.of(401, ""),
                Arguments.of(401, "<html>" + TOKEN),
                Arguments.of(500, "{}"),
                Arguments.of(500, "{\"error\":7}"),
                Arguments.of(400, "{\"error\":\"\"}"),
                Arguments.of(302, "{}"),
                Arguments.of(201, "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\"}"),
                Arguments.of(204, ""));
    }

    @ParameterizedTest(name = "C-20 {0} without an OAuth error is another kind of failure")
    @MethodSource("notOAuth")
    void tellsOtherFailures(int status, String body) {
        server.always("/token", ScriptedAnswer.json(status, body).header("Location", "https://localhost/"));

        Throwable failure = catchThrowable(() -> endpoint.request(NOTHING_SPECIAL));

        assertThat(failure)
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining(status + " without an OAuth error");
        assertThat(stackTrace(failure)).doesNotContain("s3cret");
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    @DisplayName("C-28 asks the metadata again after an answer that is no token endpoint's, not after an OAuth error")
    void asksTheMetadataAgain() throws Exception {
        TokenEndpoint discovered = new TokenEndpoint(
                connection,
                DiscoveredEndpoint.ofToken(
                        server.issuer(),
                        new MetadataDiscovery(connection),
                        ClientAuthentication.TLS_CLIENT_AUTH,
                        MetadataRemarks.ignoring(),
                        Duration.ofSeconds(5),
                        System::nanoTime),
                AuthenticatedClient.byCertificate("server-a", ClientAuthentication.TLS_CLIENT_AUTH));
        server.queue(
                "/token",
                ScriptedAnswer.json(400, "{\"error\":\"invalid_scope\"}"),
                ScriptedAnswer.status(404),
                ScriptedAnswer.json(200, "{}"));

        assertThatThrownBy(() -> discovered.request(NOTHING_SPECIAL)).isInstanceOf(TokenErrorException.class);
        assertThatThrownBy(() -> discovered.request(NOTHING_SPECIAL)).hasMessageContaining("404");
        assertThat(server.calls(server.oauthMetadataPath())).hasSize(1);
        assertThatThrownBy(() -> discovered.request(NOTHING_SPECIAL)).hasMessageContaining("access_token");
        assertThat(server.calls(server.oauthMetadataPath())).hasSize(2);
        discovered.request(NOTHING_SPECIAL);
        discovered.request(NOTHING_SPECIAL);
        assertThat(server.calls(server.oauthMetadataPath())).hasSize(3);
    }

    @Test
    @DisplayName("invalid_client hints at a chain that does not suit the method")
    void hintsAtTheChain() throws Exception {
        server.always("/token", ScriptedAnswer.json(401, "{\"error\":\"invalid_client\"}"));
        TestIdentity leafOnly = PKI.serverA().withChainAfter();

        try (AuthorizationServerConnection bare = connection(leafOnly)) {
            TokenEndpoint asked = new TokenEndpoint(
                    bare,
                    EndpointLocation.at(server.uri("/token")),
                    AuthenticatedClient.byCertificate("server-a", ClientAuthentication.TLS_CLIENT_AUTH));
            assertThatThrownBy(() -> asked.request(NOTHING_SPECIAL)).hasMessageContaining("certificate alone");
        }
        assertThatThrownBy(() -> endpoint(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH)
                        .request(NOTHING_SPECIAL))
                .hasMessageContaining("chain of 2");
        assertThatThrownBy(() -> endpoint.request(NOTHING_SPECIAL))
                .hasMessageNotContaining("chain of 2:")
                .hasMessageNotContaining("alone");
    }

    @Test
    @DisplayName("C-31 names a token by its digest")
    void namesATokenByItsDigest() throws Exception {
        answer("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\"}");

        TokenResponse token = endpoint.request(NOTHING_SPECIAL);

        assertThat(token.digest()).matches("[0-9a-f]{8}");
        assertThat(token.toString()).contains(token.digest()).doesNotContain("s3cret");
        assertThat(endpoint.toString() + connection).doesNotContain("s3cret");
    }

    @Test
    @DisplayName("C-1 C-14 needs a connection with a certificate, and an https address")
    void needsACertificate() {
        try (AuthorizationServerConnection none =
                AuthorizationServerConnection.builder().trust(TRUSTED).build()) {
            assertThatThrownBy(() -> new TokenEndpoint(
                            none,
                            EndpointLocation.at(server.uri("/token")),
                            AuthenticatedClient.byCertificate("server-a", ClientAuthentication.TLS_CLIENT_AUTH)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("credentials()");
        }
        assertThatThrownBy(() -> EndpointLocation.at(URI.create("http://me:pass@localhost/token")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an https address")
                .hasMessageNotContaining("pass");
    }

    private void answer(String body) {
        server.always("/token", ScriptedAnswer.json(200, body));
    }

    private TokenEndpoint endpoint(ClientAuthentication method) {
        return new TokenEndpoint(
                connection,
                EndpointLocation.at(server.uri("/token")),
                AuthenticatedClient.byCertificate("server-ä&=+ a", method));
    }

    static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static AuthorizationServerConnection connection(TestIdentity identity) throws Exception {
        return AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(KeyMaterial.of(identity.privateKey(), identity.chain()), TRUSTED))
                .build();
    }
}
