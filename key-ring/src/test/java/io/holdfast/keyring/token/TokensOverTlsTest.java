package io.holdfast.keyring.token;

import static io.holdfast.keyring.token.CacheFixture.REQUEST;
import static io.holdfast.keyring.token.CacheFixture.now;
import static io.holdfast.testkit.FakeAuthorizationServer.TOKEN_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Token cache, token endpoint and authorization server with real connections between them. */
@Timeout(60)
class TokensOverTlsTest {
    private static final TestPki PKI = TestPki.create();
    private static final String TEXT = "0paque-T0ken~text";

    private final SettableClock clock = SettableClock.atPresent();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<TokenSource> sources = new ArrayList<>();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
    }

    @AfterEach
    void stop() {
        sources.forEach(TokenSource::close);
        threads.shutdownNow();
        server.close();
    }

    @Test
    @DisplayName("C-4 C-12 each generation's tokens are fetched with its own certificate and bound to it")
    void fetchesWithTheGenerationsCertificate() throws Exception {
        TestIdentity renewed = PKI.serverA().renewed();
        BoundToken first = now(cache(PKI.serverA(), BindingCheck.FAIL).get(REQUEST));
        BoundToken second = now(cache(renewed, BindingCheck.FAIL).get(REQUEST));

        assertThat(server.calls(TOKEN_PATH))
                .extracting(call -> call.clientThumbprint().orElseThrow())
                .containsExactly(PKI.serverA().thumbprint(), renewed.thumbprint());
        assertThat(first.credentials().thumbprint().value())
                .isEqualTo(PKI.serverA().thumbprint());
        assertThat(second.credentials().thumbprint().value()).isEqualTo(renewed.thumbprint());
        assertThat(first.accessToken()).isNotEqualTo(second.accessToken());
        assertThat(first.authorization()).isEqualTo("Bearer " + first.accessToken());
    }

    @Test
    @DisplayName("C-12 a random token is used as it is")
    void takesOpaqueTokens() throws Exception {
        answers(TEXT);

        assertThat(now(cache(PKI.serverA(), BindingCheck.FAIL).get(REQUEST)).accessToken())
                .isEqualTo(TEXT);
    }

    @Test
    @DisplayName("F15 C-31 a token bound to another certificate is an error before it is used, and told nowhere")
    void refusesATokenOfAnotherCertificate() {
        TestLog log = new TestLog();
        String token = server.tokens()
                .unbound()
                .claim("cnf", Map.of("x5t#S256", PKI.thief().thumbprint()))
                .compact();
        answers(token);
        TokenCache cache = cache(PKI.serverA(), BindingCheck.FAIL);

        Throwable failure = catchThrowable(() -> now(cache.get(REQUEST))).getCause();

        assertThat(failure)
                .isInstanceOf(TokenUnavailableException.class)
                .hasCauseInstanceOf(TokenNotBoundException.class);
        assertThat(failure.getMessage())
                .contains(PKI.thief().thumbprint(), PKI.serverA().thumbprint());
        assertThat(stackTrace(failure)).doesNotContain(token);
        assertThat(log.text()).doesNotContain(token);
    }

    @Test
    @DisplayName("F15 a token that is not bound is used with a warning if the check only warns")
    void warnsOfAnUnboundToken() throws Exception {
        TestLog log = new TestLog();
        String token = server.tokens().unbound().compact();
        answers(token);

        assertThat(now(cache(PKI.serverA(), BindingCheck.WARN).get(REQUEST)).accessToken())
                .isEqualTo(token);
        assertThat(log.text()).contains("not bound to any certificate").doesNotContain(token);
    }

    @Test
    @DisplayName("C-20 an OAuth error comes with its code and status, and is not asked for again in a loop")
    void tellsOAuthErrors() {
        server.always(TOKEN_PATH, ScriptedAnswer.json(400, "{\"error\":\"invalid_scope\"}"));
        TokenCache cache = cache(PKI.serverA(), BindingCheck.FAIL);
        for (int i = 0; i < 20; i++) {
            Throwable failure = catchThrowable(() -> now(cache.get(REQUEST))).getCause();

            assertThat(failure).isInstanceOf(TokenUnavailableException.class).hasMessageContaining("invalid_scope");
            assertThat(failure.getCause()).isInstanceOfSatisfying(TokenErrorException.class, refusal -> {
                assertThat(refusal.error()).isEqualTo("invalid_scope");
                assertThat(refusal.status()).isEqualTo(400);
            });
            clock.advance(Duration.ofMillis(499));
        }

        assertThat(server.calls(TOKEN_PATH)).hasSize(1);
    }

    @Test
    @DisplayName("C-20 a server that is down is asked ever more rarely, and its return is noticed")
    void survivesAnOutage() throws Exception {
        server.goDown();
        TokenCache cache = cache(PKI.serverA(), BindingCheck.FAIL);
        Throwable failure = catchThrowable(() -> now(cache.get(REQUEST))).getCause();
        assertThat(failure)
                .isInstanceOf(TokenUnavailableException.class)
                .hasCauseInstanceOf(AuthorizationServerException.class);
        server.comeBack();
        assertThat(catchThrowable(() -> now(cache.get(REQUEST)))).hasMessageContaining("tried again in");

        clock.advance(Duration.ofSeconds(1));
        assertThat(now(cache.get(REQUEST))).isNotNull();
    }

    @Test
    @DisplayName("C-19 the scopes that were granted are told, and a warning once that some were not")
    void tellsTheScopesGranted() throws Exception {
        TestLog log = new TestLog();
        server.always(
                TOKEN_PATH,
                ScriptedAnswer.json(
                        200, "{\"access_token\":\"" + TEXT + "\",\"token_type\":\"Bearer\",\"scope\":\"a\"}"));
        TokenCache cache = cache(PKI.serverA(), BindingCheck.FAIL);

        assertThat(now(cache.get(REQUEST)).scopes()).containsExactly("a");
        clock.advance(Duration.ofHours(1));
        assertThat(now(cache.get(REQUEST)).scopes()).containsExactly("a");
        assertThat(log.text()).contains(server.uri(TOKEN_PATH) + " gave client me by tls_client_auth a token, but did");
        assertThat(log.text().split("did not grant \\[b\\]", -1)).hasSize(2);
    }

    private void answers(String token) {
        server.always(
                TOKEN_PATH, ScriptedAnswer.json(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}"));
    }

    @Test
    @DisplayName("a token that was fetched without the certificate is told with endpoint, client and method")
    void warnsOfATokenFetchedWithoutTheCertificate() throws Exception {
        TestLog log = new TestLog();
        try (RawServer careless = careless()) {
            now(cache(PKI.serverA(), BindingCheck.FAIL, careless.uri("/token"), false)
                    .get(REQUEST));

            assertThat(log.text()).contains(withoutCertificate(careless));
        }
    }

    @Test
    @DisplayName("C-40 where the certificate is required, such a token is not used")
    void refusesATokenFetchedWithoutTheCertificate() throws Exception {
        try (RawServer careless = careless()) {
            assertThatThrownBy(() -> now(cache(PKI.serverA(), BindingCheck.FAIL, careless.uri("/token"), true)
                            .get(REQUEST)))
                    .hasStackTraceContaining(TokenNotBoundException.class.getName())
                    .hasStackTraceContaining(withoutCertificate(careless));
        }
    }

    private static RawServer careless() throws Exception {
        String token = "{\"access_token\":\"opaque\",\"token_type\":\"Bearer\"}";
        return RawServer.tlsForAnybody(PKI.server().serverContextForAnyClient(), (number, in, out) -> {
            RawServer.readRequest(in);
            RawServer.write(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + token.length()
                            + "\r\nConnection: close\r\n\r\n" + token);
        });
    }

    private static String withoutCertificate(RawServer server) {
        return server.uri("/token")
                + " gave client me by tls_client_auth a token over a connection without"
                + " the client's certificate. The server did not ask for";
    }

    private TokenCache cache(TestIdentity identity, BindingCheck check) {
        return cache(identity, check, server.uri(TOKEN_PATH), false);
    }

    private TokenCache cache(TestIdentity identity, BindingCheck check, URI endpoint, boolean certificateRequired) {
        CredentialGeneration credentials =
                CredentialGeneration.of(identity.clientContext(PKI.authority().certificate()), identity.chain());
        AuthenticatedClient client = AuthenticatedClient.byCertificate("me", ClientAuthentication.TLS_CLIENT_AUTH);
        TokenSource source = new TokenSource(
                AuthorizationServerConnection.builder().credentials(credentials).build(),
                EndpointLocation.at(endpoint),
                client,
                () -> client);
        sources.add(source);
        return new TokenCache(
                credentials,
                source,
                new TokenPolicy(Duration.ofSeconds(30), Duration.ofSeconds(60), check, certificateRequired, () -> 0),
                threads,
                clock.ticker(),
                CacheFixture.DEAF);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
