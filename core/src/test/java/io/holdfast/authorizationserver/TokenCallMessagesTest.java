package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages for an operator when no token can be had: the event, the server, and the change to make. */
class TokenCallMessagesTest {
    private static final TestPki PKI = TestPki.create();
    private static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));

    private FakeAuthorizationServer server;
    private AuthorizationServerConnection connection;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(
                        KeyMaterial.of(PKI.serverA().privateKey(), PKI.serverA().chain()), TRUSTED))
                .responseTimeout(Duration.ofMillis(700))
                .totalTimeout(Duration.ofSeconds(30))
                .build();
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    @DisplayName("C-20 a port where nobody listens is a refused connection, in words")
    void refusedConnection() throws Exception {
        URI uri = server.uri("/token");
        server.goDown();
        assertThat(failure(uri)).hasMessageEndingWith("cannot be reached: Connection refused.");
    }

    @Test
    @DisplayName("C-20 silence is told with the time that was waited and the setting that says so")
    void silence() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.hold("/token", never);
        try {
            assertThat(failure(server.uri("/token")))
                    .hasMessageEndingWith(
                            "did not answer in time: nothing came for 700 ms (responseTimeout; at a door responseTimeoutMillis).");
        } finally {
            never.countDown();
        }
    }

    @Test
    @DisplayName("C-20 invalid_scope and invalid_target name what was asked for")
    void namesWhatWasAskedFor() {
        server.always("/token", ScriptedAnswer.json(400, "{\"error\":\"invalid_scope\"}"));
        assertThat(refusal()).hasMessageContaining("for the scopes [orders:read, orders:write]: see whether");

        server.always("/token", ScriptedAnswer.json(400, "{\"error\":\"invalid_target\"}"));
        assertThat(refusal()).hasMessageContaining("for the resources [https://api.example.com]: see whether");
    }

    @Test
    @DisplayName("C-20 an OAuth error with status 200 is the error that it is")
    void errorWithStatus200() {
        server.always(
                "/token", ScriptedAnswer.json(200, "{\"error\":\"invalid_client\",\"error_description\":\"No.\"}"));

        TokenErrorException refusal = refusal();

        assertThat(refusal).hasMessageContaining("answered 200 invalid_client: No.");
        assertThat(refusal.isAboutTheClient()).isTrue();
    }

    @Test
    @DisplayName("C-20 a token endpoint that never asked for the certificate is told so, and nothing is guessed")
    void certificateNeverAskedFor() throws Exception {
        String error = "{\"error\":\"invalid_client\"}";
        try (RawServer careless =
                RawServer.tlsForAnybody(PKI.server().serverContextForAnyClient(), (number, in, out) -> {
                    RawServer.readRequest(in);
                    RawServer.write(
                            out,
                            "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: "
                                    + error.length() + "\r\nConnection: close\r\n\r\n" + error);
                })) {
            TokenErrorException refusal = catchThrowableOfType(
                    TokenErrorException.class,
                    () -> endpoint(careless.uri("/token")).request(request()));
            assertThat(refusal)
                    .hasMessageContaining("It did not ask for the client's certificate")
                    .hasMessageContaining("mtls_endpoint_aliases")
                    .hasMessageNotContaining("issuer's after it");
        }
    }

    @Test
    @DisplayName("C-20 a failure of TLS on this side is not put down to the server")
    void failureOfThisSide() throws Exception {
        try (AuthorizationServerConnection own = AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(
                        OwnFailure.context(PKI.serverA(), PKI.authority().certificate()),
                        PKI.serverA().chain()))
                .build()) {
            AuthorizationServerException failure =
                    catchThrowableOfType(AuthorizationServerException.class, () -> own.get(server.uri("/jwks")));
            assertThat(failure)
                    .hasMessageContaining("this side ended the TLS handshake")
                    .hasMessageNotContaining("Most probably its TLS refuses");
        }
    }

    @Test
    @DisplayName("C-20 metadata that are not there name each address once and the issuer to look at")
    void noMetadata() {
        String issuer = server.uri("/wrong").toString();
        AuthorizationServerException failure = catchThrowableOfType(
                AuthorizationServerException.class, () -> new MetadataDiscovery(connection).discover(issuer));
        String first = MetadataDiscovery.addresses(issuer).get(0).toString();
        assertThat(failure).hasMessageContaining("See whether the issuer is written exactly as the server writes it");
        assertThat(failure.getMessage().split(java.util.regex.Pattern.quote(first), -1))
                .hasSize(2);
    }

    @Test
    @DisplayName("a server that has failed is not told that the issuer may be written wrongly")
    void failedMetadata() {
        String issuer = server.uri("/failing").toString();
        MetadataDiscovery.addresses(issuer)
                .forEach(address -> server.always(address.getPath(), ScriptedAnswer.status(503)));

        AuthorizationServerException failure = catchThrowableOfType(
                AuthorizationServerException.class, () -> new MetadataDiscovery(connection).discover(issuer));

        assertThat(failure).hasMessageContaining("answered 503").hasMessageNotContaining("written exactly");
    }

    @Test
    @DisplayName("C-28 metadata of another issuer are told once, with one advice")
    void metadataOfAnotherIssuer() {
        String issuer = server.uri("/other").toString();
        MetadataDiscovery.addresses(issuer)
                .forEach(address -> server.always(
                        address.getPath(), ScriptedAnswer.json(200, "{\"issuer\":\"https://right.example\"}")));

        AuthorizationServerException failure = catchThrowableOfType(
                AuthorizationServerException.class, () -> new MetadataDiscovery(connection).discover(issuer));

        assertThat(failure).hasMessageEndingWith(": the same.");
        assertThat(failure.getMessage().split("is of https://right.example", -1))
                .hasSize(2);
        assertThat(failure.getMessage().split("exactly as the server writes it", -1))
                .hasSize(2);
        assertThat(failure.otherIssuer()).contains("https://right.example");
    }

    @ParameterizedTest(name = "C-20 {0} names the grant type that was asked with")
    @ValueSource(strings = {"unsupported_grant_type", "unauthorized_client"})
    void namesTheGrantType(String error) {
        server.always("/token", ScriptedAnswer.json(400, "{\"error\":\"" + error + "\"}"));

        assertThat(refusal())
                .hasMessageContaining("by tls_client_auth with ")
                .hasMessageContaining(" with the grant type client_credentials: see whether");
    }

    @Test
    @DisplayName("C-17 a page in place of an answer is told with its media type and the address to look at")
    void pageInPlaceOfAnAnswer() {
        server.always("/token", ScriptedAnswer.json(200, "<html>").header("Content-Type", "text/html"));
        assertThat(failure(server.uri("/token")))
                .hasMessageContaining(
                        "no JSON object (text/html). See whether this is the token endpoint: tokenEndpoint");

        for (int status : new int[] {404, 405}) {
            server.always("/token", ScriptedAnswer.json(status, "<html>").header("Content-Type", "text/html"));
            assertThat(failure(server.uri("/token")))
                    .hasMessageContaining(
                            status + " without an OAuth error (text/html). See whether this is the token endpoint:");
        }
    }

    @Test
    @DisplayName("C-16 a token of another type is told with what to change at the server")
    void tokenOfAnotherType() {
        server.always("/token", ScriptedAnswer.json(200, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}"));
        assertThat(failure(server.uri("/token")))
                .hasMessageContaining(
                        "has the token_type DPoP where Bearer is needed: switch DPoP-bound access tokens off")
                .hasMessageContaining("Asked by client server-a by tls_client_auth with ");

        server.always("/token", ScriptedAnswer.json(200, "{\"access_token\":\"a\"}"));
        assertThat(failure(server.uri("/token"))).hasMessageContaining("has no token_type: it must be Bearer.");

        server.always("/token", ScriptedAnswer.json(200, "{\"access_token\":\"a\",\"token_type\":7}"));
        assertThat(failure(server.uri("/token"))).hasMessageContaining("has a token_type that is not a string");
    }

    @ParameterizedTest(name = "an endpoint that did not ask for the certificate is told so after {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | application/json | {\"error\":\"invalid_request\",\"error_description\":\"Client Certification missing for MTLS HoK Token Binding\"}",
                "400 | text/html | No required SSL certificate was sent",
                "400 | application/json | {\"error\":\"invalid_scope\"}",
                "200 | text/html | please log in"
            })
    void tellsThatNobodyAskedForTheCertificate(int status, String type, String body) throws Exception {
        try (RawServer careless =
                RawServer.tlsForAnybody(PKI.server().serverContextForAnyClient(), (number, in, out) -> {
                    RawServer.readRequest(in);
                    RawServer.write(
                            out,
                            "HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: "
                                    + body.length() + "\r\nConnection: close\r\n\r\n" + body);
                })) {
            assertThat(catchThrowable(() -> endpoint(careless.uri("/token")).request(request())))
                    .hasMessageContaining("It did not ask for the client's certificate, so it cannot have seen it")
                    .hasMessageContaining("mtls_endpoint_aliases");
        }
    }

    private TokenEndpoint endpoint(URI uri) {
        return new TokenEndpoint(
                connection,
                EndpointLocation.at(uri),
                AuthenticatedClient.byCertificate("server-a", ClientAuthentication.TLS_CLIENT_AUTH));
    }

    private static TokenRequest request() {
        return TokenRequest.clientCredentials(
                List.of("orders:read", "orders:write"), List.of("https://api.example.com"));
    }

    private TokenErrorException refusal() {
        return catchThrowableOfType(
                TokenErrorException.class, () -> endpoint(server.uri("/token")).request(request()));
    }

    private AuthorizationServerException failure(URI uri) {
        return catchThrowableOfType(
                AuthorizationServerException.class, () -> endpoint(uri).request(request()));
    }
}
