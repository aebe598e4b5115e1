package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failed token request tells of when and whether to ask again. */
class TokenFailureTest {
    private static final TestPki PKI = TestPki.create();

    private FakeAuthorizationServer server;
    private AuthorizationServerConnection connection;
    private TokenEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(
                        KeyMaterial.of(PKI.serverA().privateKey(), PKI.serverA().chain()),
                        TrustedCertificates.of(List.of(PKI.authority().certificate()))))
                .build();
        endpoint = new TokenEndpoint(
                connection,
                EndpointLocation.at(server.uri("/token")),
                AuthenticatedClient.byCertificate("server-a", ClientAuthentication.TLS_CLIENT_AUTH));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @ParameterizedTest(name = "C-20 {0} {1}: about the client {2}, about the grant {3}, lasting {4}")
    @CsvSource({
        "401,invalid_client,true,false,true",
        "400,invalid_client,true,false,true",
        "400,unauthorized_client,false,false,true",
        "400,invalid_scope,false,false,true",
        "400,invalid_target,false,false,true",
        "400,invalid_request,false,false,true",
        "400,unsupported_grant_type,false,false,true",
        "400,invalid_grant,false,true,false",
        "400,slow_down,false,false,false",
        "429,invalid_request,false,false,false",
        "503,temporarily_unavailable,false,false,false",
        "500,invalid_client,false,false,false",
        "500,invalid_grant,false,false,false"
    })
    void tellsWhatTheErrorIsAbout(int status, String error, boolean client, boolean grant, boolean lasting) {
        TokenErrorException failure = refusal(ScriptedAnswer.json(status, "{\"error\":\"" + error + "\"}"));

        assertThat(failure.isAboutTheClient()).isEqualTo(client);
        assertThat(failure.isAboutTheGrant()).isEqualTo(grant);
        assertThat(failure.isLasting()).isEqualTo(lasting);
        assertThat(failure.retryAfter()).isEmpty();
    }

    @ParameterizedTest(name = "C-20 reads Retry-After {0} as {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                "7|PT7S",
                "999999999999|PT1H",
                "9999999999999999999999|",
                "-1|",
                "1.5|",
                "soon|",
                "''|",
                "Thu, 01 Jan 2099 00:00:00 GMT|PT1H",
                "Thu, 01 Jan 1970 00:00:00 GMT|PT0S",
                "Thu, 32 Jan 1970 00:00:00 GMT|"
            })
    void readsRetryAfter(String header, @Nullable Duration expected) {
        ScriptedAnswer busy = ScriptedAnswer.json(503, "{\"error\":\"temporarily_unavailable\"}")
                .header("Retry-After", header);

        assertThat(refusal(busy).retryAfter()).isEqualTo(Optional.ofNullable(expected));
        assertThat(failure(busy.body("<html>")).retryAfter()).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    @DisplayName("C-20 a 429 without a body says how long to wait, too")
    void readsRetryAfterOfATooMany() {
        assertThat(failure(ScriptedAnswer.status(429).header("Retry-After", "3"))
                        .retryAfter())
                .contains(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("C-20 no answer at all asks for no wait")
    void asksForNoWait() {
        server.goDown();

        AuthorizationServerException failure = catchThrowableOfType(
                AuthorizationServerException.class,
                () -> endpoint.request(TokenRequest.clientCredentials(List.of(), List.of())));
        assertThat(failure.retryAfter()).isEmpty();
    }

    private TokenErrorException refusal(ScriptedAnswer answer) {
        server.always("/token", answer);
        return catchThrowableOfType(
                TokenErrorException.class,
                () -> endpoint.request(TokenRequest.clientCredentials(List.of(), List.of())));
    }

    private AuthorizationServerException failure(ScriptedAnswer answer) {
        server.always("/token", answer);
        return catchThrowableOfType(
                AuthorizationServerException.class,
                () -> endpoint.request(TokenRequest.clientCredentials(List.of(), List.of())));
    }
}
