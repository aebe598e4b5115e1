package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the token endpoint is sent by each grant and by each way to prove who the client is. */
class TokenGrantsTest {
    private static final TestPki PKI = TestPki.create();
    private static final String ID = "server-a";
    private static final String SUBJECT = "s3cret-T0ken.of the&user=";

    private FakeAuthorizationServer server;
    private AuthorizationServerConnection connection;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(
                        material(PKI.serverA()),
                        TrustedCertificates.of(List.of(PKI.authority().certificate()))))
                .build();
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    @DisplayName("C-21 sends a refresh token with the same certificate, and gives the next one without showing it")
    void refreshes() throws Exception {
        server.issuesRefreshTokens();
        TokenEndpoint endpoint = endpoint(byCertificate());
        TokenResponse first = endpoint.request(TokenRequest.clientCredentials(List.of("a"), List.of("urn:x:y")));
        String refreshToken = first.refreshToken().orElseThrow();

        TokenResponse second =
                endpoint.request(TokenRequest.refreshToken(refreshToken, first.scopes(), List.of("urn:x:y")));

        assertThat(server.calls("/token").get(1).form())
                .containsOnlyKeys("grant_type", "client_id", "refresh_token", "scope", "resource")
                .containsEntry("grant_type", List.of("refresh_token"))
                .containsEntry("refresh_token", List.of(refreshToken))
                .containsEntry("scope", List.of("a"));
        assertThat(server.calls("/token").get(1).clientThumbprint())
                .contains(PKI.serverA().thumbprint());
        assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
        assertThat(second.refreshToken().orElseThrow()).isNotEqualTo(refreshToken);
        assertThat(second.toString()).doesNotContain(second.refreshToken().orElseThrow());
        TokenErrorException usedUp = catchThrowableOfType(
                TokenErrorException.class,
                () -> endpoint.request(TokenRequest.refreshToken(refreshToken, List.of(), List.of())));
        assertThat(usedUp.error()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest(name = "C-21 passes over the refresh token {0}")
    @ValueSource(strings = {"7", "null", "\"\"", "[]", "\"a\\u00e9\"", "\"a\\n\""})
    void passesOverBadRefreshTokens(String refreshToken) throws Exception {
        server.always(
                "/token",
                ScriptedAnswer.json(
                        200,
                        "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"refresh_token\":" + refreshToken + "}"));

        assertThat(endpoint(byCertificate()).request(nothingSpecial()).refreshToken())
                .isEmpty();
    }

    @Test
    @DisplayName("exchanges a token for one of its own: all the parameters of RFC 8693 section 2.1")
    void exchanges() throws Exception {
        TokenResponse token = endpoint(byCertificate())
                .request(TokenRequest.exchange(SUBJECT, TokenExchange.ID_TOKEN)
                        .actor("actor", TokenExchange.JWT)
                        .audiences("orders", "stock")
                        .scopes("a", "b")
                        .resources("https://api.example/")
                        .build());

        assertThat(token.accessToken()).isNotEmpty();
        assertThat(server.calls("/token").get(0).form())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "grant_type", List.of("urn:ietf:params:oauth:grant-type:token-exchange"),
                        "client_id", List.of(ID),
                        "subject_token", List.of(SUBJECT),
                        "subject_token_type", List.of(TokenExchange.ID_TOKEN),
                        "actor_token", List.of("actor"),
                        "actor_token_type", List.of(TokenExchange.JWT),
                        "requested_token_type", List.of(TokenExchange.ACCESS_TOKEN),
                        "audience", List.of("orders", "stock"),
                        "scope", List.of("a b"),
                        "resource", List.of("https://api.example/")));
    }

    @ParameterizedTest(name = "C-16 takes no token of the issued_token_type {0}")
    @ValueSource(strings = {"", ",\"issued_token_type\":7", ",\"issued_token_type\":\"urn:other\""})
    void takesNoTokenOfAnotherType(String member) {
        server.always(
                "/token",
                ScriptedAnswer.json(200, "{\"access_token\":\"s3cret\",\"token_type\":\"Bearer\"" + member + "}"));

        assertThatThrownBy(() -> endpoint(byCertificate())
                        .request(TokenRequest.exchange(SUBJECT, TokenExchange.JWT)
                                .build()))
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining("issued_token_type")
                .hasMessageContaining(TokenExchange.ACCESS_TOKEN)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest(name = "C-31 withholds the error description {0}, which repeats a token")
    @ValueSource(
            strings = {
                SUBJECT,
                "No good: s3cret-T0ken.of the&user=, sorry",
                "s3cret-T0ken.of ...",
                "T0ken.of the&user= is not known, s3cr..."
            })
    void withholdsARepeatedToken(String description) {
        server.always(
                "/token",
                ScriptedAnswer.json(
                        400, "{\"error\":\"invalid_request\",\"error_description\":\"" + description + "\"}"));

        TokenErrorException failure = catchThrowableOfType(
                TokenErrorException.class,
                () -> endpoint(byCertificate())
                        .request(TokenRequest.exchange(SUBJECT, TokenExchange.JWT)
                                .build()));

        assertThat(failure + " " + failure.errorDescription())
                .contains("withheld")
                .doesNotContain("s3cret")
                .doesNotContain("T0ken");
    }

    @ParameterizedTest(name = "C-31 withholds {0}, which repeats what proves the client")
    @ValueSource(
            strings = {
                "wrong secret hunter2:x",
                "wrong secret hunter2%3Ax",
                "wrong header Basic c2VydmVyLWE6aHVudGVyMiUzQXg=",
                "wrong assertion eyJhbGciOiJFUzI1NiJ9.e30.AAAA"
            })
    void withholdsARepeatedSecret(String said) {
        for (ClientAuthentication method :
                List.of(ClientAuthentication.CLIENT_SECRET_BASIC, ClientAuthentication.CLIENT_SECRET_POST)) {
            TokenEndpoint endpoint = endpoint(AuthenticatedClient.bySecret(ID, method, "hunter2:x"));
            for (String body : List.of(
                    "{\"error\":\"invalid_client\",\"error_description\":\"" + said + "\"}",
                    "{\"error\":\"" + said + "\"}")) {
                server.always("/token", ScriptedAnswer.json(401, body));

                assertThatThrownBy(() -> endpoint.request(nothingSpecial()))
                        .isInstanceOf(TokenErrorException.class)
                        .hasMessageContaining("withheld")
                        .hasMessageNotContaining(said.substring(said.lastIndexOf(' ')));
            }
        }
    }

    @Test
    @DisplayName("C-1 C-14 a client with a secret or an assertion calls with its certificate all the same")
    void bindsWhateverProvesTheClient() throws Exception {
        TestIdentity signer = PKI.identity("CN=signer").build();
        AuthenticatedClient assertion = AuthenticatedClient.byAssertion(
                ID, server.uri("/token").toString(), material(signer), AssertionProfile.USUAL, Clock.systemUTC());
        Map<ClientCheck, AuthenticatedClient> clients = Map.of(
                ClientCheck.secret(ID, "s3cret"),
                AuthenticatedClient.bySecret(ID, ClientAuthentication.CLIENT_SECRET_BASIC, "s3cret"),
                ClientCheck.secretInForm(ID, "s3cret"),
                AuthenticatedClient.bySecret(ID, ClientAuthentication.CLIENT_SECRET_POST, "s3cret"),
                ClientCheck.assertion(
                        ID,
                        signer.certificate().getPublicKey(),
                        "ES256",
                        server.uri("/token").toString()),
                assertion,
                ClientCheck.certificate(ID),
                byCertificate());
        for (Map.Entry<ClientCheck, AuthenticatedClient> client : clients.entrySet()) {
            server.clients(client.getKey());
            endpoint(client.getValue()).request(nothingSpecial());
        }
        assertThat(server.calls("/token"))
                .hasSize(4)
                .allSatisfy(call -> assertThat(call.clientThumbprint())
                        .contains(PKI.serverA().thumbprint()));
    }

    @Test
    @DisplayName("C-20 C-31 invalid_client names the method and what to look at, and no secret")
    void namesTheMethod() {
        server.clients(ClientCheck.secret(ID, "s3cret"));
        AuthenticatedClient wrong =
                AuthenticatedClient.bySecret(ID, ClientAuthentication.CLIENT_SECRET_POST, "s3cret-not");

        assertThatThrownBy(() -> endpoint(wrong).request(nothingSpecial()))
                .isInstanceOf(TokenErrorException.class)
                .hasMessageContaining("invalid_client")
                .hasMessageContaining("client_secret_post")
                .hasMessageContaining("registered with this method")
                .hasMessageNotContaining("s3cret");
    }

    private static AuthenticatedClient byCertificate() {
        return AuthenticatedClient.byCertificate(ID, ClientAuthentication.TLS_CLIENT_AUTH);
    }

    private static TokenRequest nothingSpecial() {
        return TokenRequest.clientCredentials(List.of(), List.of());
    }

    private TokenEndpoint endpoint(AuthenticatedClient client) {
        return new TokenEndpoint(connection, EndpointLocation.at(server.uri("/token")), client);
    }

    private static KeyMaterial material(TestIdentity identity) throws Exception {
        return KeyMaterial.of(identity.privateKey(), identity.chain());
    }
}
