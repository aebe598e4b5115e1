package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.TEMPORARILY_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.RunningTokenService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that a client publishes over real TLS, and changes. */
class RemoteClientKeysTest {
    private static final TestPki PKI = TestPki.create();
    private static final String KEYS = "/keys";
    private static final TestIdentity OLD = PKI.selfSigned();
    private static final TestIdentity NEW = PKI.selfSigned().renewed();

    private final SettableClock clock = SettableClock.atPresent();
    private FakeAuthorizationServer server;
    private ClientAuthenticator.Builder builder;
    private AuthenticatorFixture service;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        publish(OLD);
        builder = AuthenticatorFixture.builder(
                PKI, directory, clock, client("tls", "self_signed_tls_client_auth"), client("jwt", "private_key_jwt"));
        service = AuthenticatorFixture.of(
                builder.keyTrust(TrustedCertificates.of(List.of(PKI.authority().certificate()))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, Object> client(String id, String method) {
        String uri = server.uri(KEYS + "?of=" + id).toString();
        return Map.of("client_id", id, "token_endpoint_auth_method", method, "jwks_uri", uri);
    }

    private void publish(TestIdentity... identities) {
        List<?> keys = Arrays.stream(identities).map(RunningTokenService::jwk).toList();
        server.always(KEYS, ScriptedAnswer.json(200, JsonUtil.toJson(Map.of("keys", keys))));
    }

    private int fetches() {
        return server.calls(KEYS).size();
    }

    private static StubHttpRequest by(TestIdentity client) {
        return StubHttpRequest.by(client.certificate());
    }

    private String assertionOf(TestIdentity client) {
        return TestAssertion.form(
                new TestAssertion("jwt", AuthenticatorFixture.ISSUER, clock.instant()).signedBy(client));
    }

    @Test
    @DisplayName("A-16 published certificates and keys prove the client, and are fetched once, when first needed")
    void fetchesOnce() throws Exception {
        assertThat(fetches()).isZero();
        for (int i = 0; i < 3; i++) {
            assertThat(service.clientOf("client_id=tls", by(OLD))).isEqualTo("tls");
            assertThat(service.clientOf(assertionOf(OLD), StubHttpRequest.by())).isEqualTo("jwt");
        }

        assertThat(fetches()).isEqualTo(2);
        assertThat(server.calls(KEYS)).allMatch(call -> call.method().equals("GET"));
    }

    @Test
    @DisplayName("A-16 a client changes its certificate and its key without being registered anew")
    void seesARotation() throws Exception {
        service.clientOf("client_id=tls", by(OLD));
        service.clientOf(assertionOf(OLD), StubHttpRequest.by());
        publish(PKI.partnerB());
        clock.advance(Duration.ofSeconds(10));

        assertThat(service.clientOf("client_id=tls", by(PKI.partnerB()))).isEqualTo("tls");
        assertThat(service.clientOf(assertionOf(PKI.partnerB()), StubHttpRequest.by()))
                .isEqualTo("jwt");
        assertThat(service.refusal("client_id=tls", by(OLD))).isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal(assertionOf(OLD), StubHttpRequest.by())).isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-16 a renewed certificate for the same key counts only once it is published")
    void comparesPublishedCertificatesWhole() throws Exception {
        assertThat(service.refusal("client_id=tls", by(NEW))).isEqualTo(INVALID_CLIENT);
        publish(OLD, NEW);
        clock.advance(Duration.ofSeconds(10));

        assertThat(service.clientOf("client_id=tls", by(NEW))).isEqualTo("tls");
        assertThat(service.clientOf("client_id=tls", by(OLD))).isEqualTo("tls");
    }

    @Test
    @DisplayName("A-16 unknown certificates and keys cause one fetch in ten seconds, however many come")
    void isNoAmplifier() throws Exception {
        service.clientOf("client_id=tls", by(OLD));
        for (int i = 0; i < 20; i++) {
            assertThat(service.refusal("client_id=tls", by(PKI.thief()))).isEqualTo(INVALID_CLIENT);
        }
        assertThat(fetches()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 20; i++) {
            assertThat(service.refusal("client_id=tls", by(PKI.thief()))).isEqualTo(INVALID_CLIENT);
        }
        assertThat(fetches()).isEqualTo(2);
        for (int i = 0; i < 20; i++) {
            assertThat(service.refusal(assertionOf(PKI.thief()), StubHttpRequest.by()))
                    .isEqualTo(INVALID_CLIENT);
        }
        assertThat(fetches()).isEqualTo(3);
    }

    @Test
    @DisplayName("A-16 keys are asked for again after five minutes, so that withdrawn ones end")
    void forgetsWithdrawnKeys() throws Exception {
        service.clientOf("client_id=tls", by(OLD));
        publish();
        clock.advance(Duration.ofSeconds(299));
        assertThat(service.clientOf("client_id=tls", by(OLD))).isEqualTo("tls");

        clock.advance(Duration.ofSeconds(1));

        assertThat(service.refusal("client_id=tls", by(OLD))).isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-16 the last good keys bridge an outage for a bounded time, then the answer is 503")
    void bridgesAnOutage() throws Exception {
        service.clientOf("client_id=tls", by(OLD));
        server.goDown();
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(service.clientOf("client_id=tls", by(OLD))).isEqualTo("tls");
        assertThat(service.refusal("client_id=tls", by(PKI.thief()))).isEqualTo(INVALID_CLIENT);

        clock.advance(Duration.ofSeconds(1));
        assertThat(service.refusal("client_id=tls", by(OLD))).isEqualTo(TEMPORARILY_UNAVAILABLE);

        server.comeBack();
        clock.advance(Duration.ofSeconds(10));
        assertThat(service.clientOf("client_id=tls", by(OLD))).isEqualTo("tls");
    }

    @Test
    @DisplayName("A-16 a server that fails is asked no more often either")
    void leavesAFailingServerAlone() {
        server.always(KEYS, ScriptedAnswer.status(500));
        for (int i = 0; i < 20; i++) {
            assertThat(service.refusal("client_id=tls", by(OLD))).isEqualTo(TEMPORARILY_UNAVAILABLE);
        }

        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    @DisplayName("A-16 what is no JWK set, too large, or elsewhere is an outage and no set without keys")
    void takesOnlyAJwkSet() {
        for (ScriptedAnswer answer : List.of(
                ScriptedAnswer.json(200, "{}"),
                ScriptedAnswer.json(200, "[]"),
                ScriptedAnswer.json(200, "{\"keys\":{}}"),
                ScriptedAnswer.json(200, "{\"keys\":[" + "{},".repeat(100) + "{}]}"),
                ScriptedAnswer.oversized(300_000),
                ScriptedAnswer.redirectTo(server.uri("/jwks").toString()))) {
            server.always(KEYS, answer);
            clock.advance(Duration.ofSeconds(10));

            assertThat(service.refusal("client_id=tls", by(OLD))).isEqualTo(TEMPORARILY_UNAVAILABLE);
        }
    }

    @Test
    @DisplayName("A-15 a published key that is not the key of its certificate is left out, the others count")
    void leavesWrongKeysOut() throws Exception {
        Map<String, Object> wrong = RunningTokenService.jwk(PKI.partnerB());
        wrong.put("x5c", RunningTokenService.jwk(PKI.thief()).get("x5c"));
        server.always(
                KEYS,
                ScriptedAnswer.json(
                        200,
                        JsonUtil.toJson(Map.of("keys", List.of(wrong, "x", Map.of(), RunningTokenService.jwk(OLD))))));

        assertThat(service.refusal("client_id=tls", by(PKI.thief()))).isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal("client_id=tls", by(PKI.partnerB()))).isEqualTo(INVALID_CLIENT);
        assertThat(service.clientOf("client_id=tls", by(OLD))).isEqualTo("tls");
    }

    @Test
    @DisplayName("A-16 the server of the keys has to be trusted")
    void verifiesTheServer() throws IOException {
        AuthenticatorFixture distrusting = AuthenticatorFixture.of(builder.keyTrust(
                TrustedCertificates.of(List.of(PKI.secondAuthority().certificate()))));
        AuthenticatorFixture ofPlatform = AuthenticatorFixture.of(builder.documents(new ClientKeyDocuments(null)));

        assertThat(distrusting.refusal("client_id=tls", by(OLD))).isEqualTo(TEMPORARILY_UNAVAILABLE);
        assertThat(ofPlatform.refusal("client_id=tls", by(OLD))).isEqualTo(TEMPORARILY_UNAVAILABLE);
        assertThat(fetches()).isZero();
    }

    @Test
    @DisplayName("A-16 no thread is left after a fetch")
    void leavesNoThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        service.clientOf("client_id=tls", by(OLD));

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("holdfast"));
    }
}
