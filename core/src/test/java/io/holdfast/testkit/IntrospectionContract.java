package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ProtectedResourceContract} about opaque tokens, set up as the documentation shows. What the answers
 * may be is proven case by case in core; here it is shown that no door gets round it.
 */
public interface IntrospectionContract {

    DoorFixture at();

    private static RawRequest bearing(String token) {
        return RawRequest.get("/api/echo").bearer(token);
    }

    @Test
    @DisplayName("S-55 S-57 accepts an opaque token from its certificate, asked about once over mutual TLS")
    default void acceptsAnOpaqueToken() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.asInWebXml(at())) {
            String token = open.token(at().pki.serverA());
            for (int i = 0; i < 3; i++) {
                AppReport report = at().accepted(open.door, null, at().pki.serverA(), bearing(token));
                assertThat(report.get("user")).isEqualTo("server-a");
            }
            assertThat(open.introspections()).singleElement().satisfies(call -> {
                assertThat(call.query()).isEmpty();
                assertThat(call.formValue("token")).contains(token);
                assertThat(call.clientThumbprint()).contains(open.resource.thumbprint());
            });
        }
        try (IntrospectingDoor open = IntrospectingDoor.asInContextXml(at(), "context.xml")) {
            at().accepted(
                            open.door,
                            null,
                            at().pki.serverA(),
                            bearing(open.token(at().pki.serverA())));
        }
    }

    @Test
    @DisplayName("S-99 S-57 a running door offers a renewed certificate, also where connections were kept")
    default void offersARenewedCertificate() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.asInContextXml(at(), "kubernetes.xml")) {
            for (int i = 0; i < 2; i++) {
                assertThat(open.offered(at())).isEqualTo(open.resource.thumbprint());
            }
            TestIdentity renewed = open.resource.rekeyed();
            at().replaceTlsFiles(renewed);
            Await.until(() -> open.offered(at()).equals(renewed.thumbprint()));
            assertThat(open.offered(at())).isEqualTo(renewed.thumbprint());
        }
    }

    @Test
    @DisplayName("S-59 E17 compares the certificate on every request, cached or not")
    default void comparesTheCertificateOnEveryRequest() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.asInWebXml(at())) {
            RawRequest request = bearing(open.token(at().pki.serverA()));
            at().accepted(open.door, null, at().pki.serverA(), request);

            at().refused(open.door, null, 401, "invalid_token", at().pki.thief(), request);
            at().refused(
                            open.door,
                            null,
                            401,
                            "invalid_token",
                            at().pki.serverA().renewed(),
                            request);
            at().refused(open.door, null, 401, "invalid_token", null, request);
            at().accepted(open.door, null, at().pki.serverA(), request);
            assertThat(open.introspections()).hasSize(1);

            RawRequest firstFromThief = bearing(open.token(at().pki.serverA()));
            at().refused(open.door, null, 401, "invalid_token", at().pki.thief(), firstFromThief);
            at().accepted(open.door, null, at().pki.serverA(), firstFromThief);
        }
    }

    @Test
    @DisplayName("S-43 S-56 S-57 S-58 S-61 E13 E15 refuses what the answer does not make a good, bound token")
    default void refusesWhatTheAnswerDoesNotAllow() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.asInWebXml(at())) {
            for (Map.Entry<String, Map<String, @Nullable Object>> bad :
                    badAnswers(open).entrySet()) {
                String token = open.server.opaqueTokens().issue(bad.getValue());
                refuses(open, bad.getKey(), token);
            }
            refuses(open, "a token that nobody issued", "made-up");
            refuses(
                    open,
                    "a JWT of the issuer, good in itself, of which it says nothing",
                    open.server.tokens().boundTo(at().pki.serverA()).compact());
            for (String body : List.of(
                    "{\"active\":\"true\"}",
                    "{\"active\":\"false\"}",
                    "{\"active\":1}",
                    "{\"active\":null}",
                    "{\"active\":null,\"error\":null}",
                    "{}",
                    "[]",
                    "[{\"active\":true}]")) {
                open.next(ScriptedAnswer.json(200, body));
                String another = "another-" + body.hashCode();
                refuses(open, body, another);
                int asked = open.introspections().size();
                refuses(open, body, another);
                assertThat(open.introspections()).as("remembered: %s", body).hasSize(asked);
            }
            String jwt = open.server.tokens().unbound().compact();
            open.server
                    .opaqueTokens()
                    .remember(jwt, open.server.opaqueTokens().boundTo(at().pki.serverA()));
            at().accepted(open.door, null, at().pki.serverA(), bearing(jwt));
        }
    }

    @Test
    @DisplayName("S-60 an error in place of active says nothing of the token: 503")
    default void leavesTheTokenOpenAfterAnError() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.asInWebXml(at())) {
            String body = "{\"error\":\"invalid_client\"}";
            open.next(ScriptedAnswer.json(200, body));
            refuses(open, body, "another", 503);
        }
    }

    private void refuses(IntrospectingDoor open, String what, String token) throws IOException {
        DoorFixture.assertRefusal(refuses(open, what, token, 401), 401, "invalid_token");
    }

    private RawResponse refuses(IntrospectingDoor open, String what, String token, int status) throws IOException {
        int hitsBefore = open.door.hits();

        RawResponse response = at().send(open.door, null, at().pki.serverA(), bearing(token));

        assertThat(open.door.hits()).as(what).isEqualTo(hitsBefore);
        assertThat(response.status()).as("%s: %s", what, response).isEqualTo(status);
        return response;
    }

    private Map<String, Map<String, @Nullable Object>> badAnswers(IntrospectingDoor open) {
        long now = Instant.now().getEpochSecond();
        Map<String, Map<String, @Nullable Object>> bad = new LinkedHashMap<>();
        put(bad, open, "not active", answer -> answer.put("active", false));
        put(bad, open, "no cnf", answer -> answer.remove("cnf"));
        put(bad, open, "cnf null", answer -> answer.put("cnf", null));
        put(
                bad,
                open,
                "cnf as text",
                answer -> answer.put("cnf", at().pki.serverA().thumbprint()));
        put(
                bad,
                open,
                "thumbprint as a list",
                answer -> answer.put(
                        "cnf", Map.of("x5t#S256", List.of(at().pki.serverA().thumbprint()))));
        put(bad, open, "jkt only", answer -> answer.put("cnf", Map.of("jkt", "x")));
        put(
                bad,
                open,
                "jkt, too",
                answer ->
                        answer.put("cnf", Map.of("x5t#S256", at().pki.serverA().thumbprint(), "jkt", "x")));
        put(bad, open, "the thumbprint beside cnf", answer -> {
            answer.remove("cnf");
            answer.put("x5t#S256", at().pki.serverA().thumbprint());
        });
        put(bad, open, "expired", answer -> answer.put("exp", now - 60));
        put(bad, open, "not yet valid", answer -> answer.put("nbf", now + 600));
        put(bad, open, "another audience", answer -> answer.put("aud", "https://other.example"));
        put(bad, open, "no audience", answer -> answer.remove("aud"));
        put(bad, open, "another issuer", answer -> answer.put("iss", "https://evil.example"));
        put(bad, open, "a refresh token", answer -> answer.put("token_type", "refresh_token"));
        put(bad, open, "a DPoP token", answer -> answer.put("token_type", "DPoP"));
        return bad;
    }

    private void put(
            Map<String, Map<String, @Nullable Object>> bad,
            IntrospectingDoor open,
            String name,
            Consumer<Map<String, @Nullable Object>> change) {
        Map<String, @Nullable Object> answer =
                open.server.opaqueTokens().boundTo(at().pki.serverA());
        change.accept(answer);
        bad.put(name, answer);
    }

    @Test
    @DisplayName(
            "S-60 E19 E9 answers 503 with Retry-After, never invalid_token, to what is no answer; known tokens pass")
    default void answers503ToWhatIsNoAnswer() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.asInWebXml(at())) {
            String known = open.token(at().pki.serverA());
            at().accepted(open.door, null, at().pki.serverA(), bearing(known));
            String good =
                    JsonUtil.toJson(open.server.opaqueTokens().boundTo(at().pki.serverA()));
            for (ScriptedAnswer answer : List.of(
                    ScriptedAnswer.json(400, good),
                    ScriptedAnswer.json(401, good),
                    ScriptedAnswer.json(403, good),
                    ScriptedAnswer.json(429, good),
                    ScriptedAnswer.json(500, good),
                    ScriptedAnswer.redirectTo(open.server.uri("/elsewhere").toString()),
                    ScriptedAnswer.json(200, good.substring(1)),
                    ScriptedAnswer.status(200)
                            .header("Content-Type", "text/html")
                            .body(good),
                    OpaqueTokens.signed(open.server
                            .opaqueTokens()
                            .signed(
                                    IntrospectingDoor.CLIENT_ID,
                                    open.server.opaqueTokens().boundTo(at().pki.serverA()))
                            .compact()))) {
                String token = open.token(at().pki.serverA());
                open.next(answer);
                unavailable(open, token);
                // The outage is over, and the token as good as before.
                at().accepted(open.door, null, at().pki.serverA(), bearing(token));
            }
            open.server.goDown();
            unavailable(open, "new-" + known);
            at().accepted(open.door, null, at().pki.serverA(), bearing(known));
        }
    }

    private void unavailable(IntrospectingDoor open, String token) throws IOException {
        int hitsBefore = open.door.hits();

        RawResponse response = at().send(open.door, null, at().pki.serverA(), bearing(token));

        assertThat(response.status()).as("%s", response).isEqualTo(503);
        assertThat(response.headers("WWW-Authenticate")).isEmpty();
        assertThat(response.headers("Retry-After")).containsExactly("5");
        assertThat(response.toString()).doesNotContain("invalid_token");
        assertThat(open.door.hits()).isEqualTo(hitsBefore);
    }

    @Test
    @DisplayName("S-59 concurrent first uses of one token make one call")
    default void concurrentFirstUsesMakeOneCall() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try (IntrospectingDoor open = IntrospectingDoor.asInWebXml(at())) {
            Map<String, @Nullable Object> answer =
                    open.server.opaqueTokens().boundTo(at().pki.serverA());
            CountDownLatch gate = new CountDownLatch(1);
            open.next(ScriptedAnswer.json(200, JsonUtil.toJson(answer)).heldUntil(gate));
            RawRequest request = bearing(open.server.opaqueTokens().issue(answer));
            List<Future<RawResponse>> responses = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                responses.add(
                        threads.submit(() -> at().send(open.door, null, at().pki.serverA(), request)));
            }
            Await.until(() -> !open.introspections().isEmpty());
            gate.countDown();
            for (Future<RawResponse> response : responses) {
                assertThat(response.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
            assertThat(open.introspections()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("S-55 asks by client_secret_basic and by private_key_jwt, too")
    default void asksByTheOtherMethods() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.asInContextXml(at(), "secret.xml")) {
            open.server.opaqueTokens().clients(ClientCheck.secret(IntrospectingDoor.CLIENT_ID, "s3cret &+%"));
            at().accepted(
                            open.door,
                            null,
                            at().pki.serverA(),
                            bearing(open.token(at().pki.serverA())));
            assertThat(open.introspections().get(0).clientThumbprint()).isEmpty();
        }
        TestIdentity resource = at().pki.identity("CN=Orders API").build();
        try (IntrospectingDoor open =
                IntrospectingDoor.with(at(), Map.of("clientAuthentication", "private_key_jwt"), resource)) {
            open.server
                    .opaqueTokens()
                    .clients(ClientCheck.assertion(
                            IntrospectingDoor.CLIENT_ID,
                            resource.certificate().getPublicKey(),
                            "ES256",
                            open.server.issuer()));
            for (int i = 0; i < 2; i++) {
                at().accepted(
                                open.door,
                                null,
                                at().pki.serverA(),
                                bearing(open.token(at().pki.serverA())));
            }
            assertThat(open.introspections().get(0).clientThumbprint()).isEmpty();
        }
    }

    @Test
    @DisplayName("S-62 S-63 reads signed answers and, once they are asked for, no others")
    default void readsSignedAnswers() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.with(
                at(), Map.of("introspectionResponse", "signed"), at().pki.partnerB())) {
            String token = open.token(at().pki.serverA());
            at().accepted(open.door, null, at().pki.serverA(), bearing(token));
            at().refused(open.door, null, 401, "invalid_token", at().pki.thief(), bearing(token));
            refuses(open, "an inactive one", "made-up");

            Map<String, @Nullable Object> good =
                    open.server.opaqueTokens().boundTo(at().pki.serverA());
            open.next(ScriptedAnswer.json(200, JsonUtil.toJson(good)));
            unavailable(open, "plain");
            open.next(OpaqueTokens.signed(
                    open.server.opaqueTokens().signed("somebody-else", good).compact()));
            unavailable(open, "for-somebody-else");
            open.next(OpaqueTokens.signed(open.server
                    .opaqueTokens()
                    .signed(IntrospectingDoor.CLIENT_ID, good)
                    .secretlySignedBy(SigningKey.rs256("rsa-1"))
                    .compact()));
            unavailable(open, "forged");
        }
    }
}
