package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ProtectedResourceContract} about a flood of strangers: without a certificate where the door only
 * reports, or with a new one of their own for each request. What they cause at the authorization server is bounded, and
 * nobody whose token or certificate is known pays for it.
 */
public interface StrangersContract {
    DoorFixture at();

    /** Enough to use up what strangers share, and what one second more gives them. */
    int FLOOD = 60;

    private static RawRequest bearing(String token) {
        return RawRequest.get("/api/echo").bearer(token);
    }

    private TestIdentity stranger(int number) {
        return at().pki.identity("CN=Stranger " + number).selfSigned().build();
    }

    /** What strangers may have caused since then, and the known token beside them. */
    private static void assertBounded(IntrospectingDoor open, String known, long since) {
        long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
        assertThat(open.introspections().stream()
                        .filter(call -> !call.formValue("token").orElse("").equals(known)))
                .hasSizeLessThanOrEqualTo((int) (32 + 1 + 10 * seconds));
    }

    private static void assertRefused(RawResponse response) {
        assertThat(response.status()).as("%s", response).isIn(401, 503);
        assertThat(response.headers("Retry-After")).hasSize(response.status() == 503 ? 1 : 0);
    }

    @Test
    @DisplayName(
            "S-91 G6 made-up opaque tokens, each with a new certificate of its sender's own, are asked about within a"
                    + " bound; known clients pass all along")
    default void boundsStrangersWithCertificates() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.with(
                at(), Map.of("introspectionCacheSeconds", "0"), at().pki.partnerB())) {
            String known = open.token(at().pki.serverA());
            at().accepted(open.door, null, at().pki.serverA(), bearing(known));
            long since = System.nanoTime();
            int hits = open.door.hits();
            for (int i = 0; i < FLOOD; i++) {
                assertRefused(at().send(
                                open.door,
                                null,
                                stranger(i),
                                bearing(UUID.randomUUID().toString())));
            }
            assertThat(open.door.hits()).isEqualTo(hits);
            assertBounded(open, known, since);
            at().accepted(open.door, null, at().pki.serverA(), bearing(known));
            at().accepted(
                            open.door,
                            null,
                            at().pki.serverA(),
                            bearing(open.token(at().pki.serverA())));
        }
    }

    @Test
    @DisplayName(
            "S-91 G6 report-only asks about tokens without a certificate within a bound, and tells the real reasons")
    default void boundsStrangersThatAreReported() throws Exception {
        try (IntrospectingDoor open = IntrospectingDoor.with(
                at(),
                Map.of("introspectionCacheSeconds", "0", "mode", "report-only"),
                at().pki.partnerB())) {
            String known = open.token(at().pki.serverA());
            assertThat(reported(open, known)).isEqualTo("certificate_missing");
            long since = System.nanoTime();
            assertThat(reported(open, "made-up")).isEqualTo("token_inactive");
            for (int i = 0; i < FLOOD; i++) {
                assertThat(reported(open, UUID.randomUUID().toString()))
                        .isIn("token_inactive", "verification_unavailable");
            }
            assertBounded(open, known, since);
            assertThat(reported(open, known)).isEqualTo("certificate_missing");
        }
    }

    private @Nullable String reported(IntrospectingDoor open, String token) throws IOException {
        return at().accepted(open.door, null, null, bearing(token)).get("reported");
    }

    @Test
    @DisplayName("S-91 S-12 G6 behind a proxy the certificates that it forwards tell strangers and known clients apart")
    default void tellsStrangersApartBehindAProxy() throws Exception {
        Map<String, String> proxy = Map.of(
                "introspectionCacheSeconds", "0",
                "certificateHeaderFormat", "rfc9440",
                "trustedProxies", "127.0.0.1");
        try (IntrospectingDoor open =
                IntrospectingDoor.with(at(), proxy, at().pki.partnerB())) {
            String known = open.token(at().pki.serverA());
            assertThat(forwarded(open, at().pki.serverA(), known).status()).isEqualTo(200);
            long since = System.nanoTime();
            for (int i = 0; i < FLOOD; i++) {
                assertRefused(forwarded(open, stranger(i), UUID.randomUUID().toString()));
            }
            assertBounded(open, known, since);
            assertThat(forwarded(open, at().pki.serverA(), known).status()).isEqualTo(200);
            String young = open.token(at().pki.serverA());
            assertThat(forwarded(open, at().pki.serverA(), young).status()).isEqualTo(200);
        }
    }

    private static RawResponse forwarded(IntrospectingDoor open, TestIdentity client, String token) throws IOException {
        try (RawHttpsClient proxy = RawHttpsClient.connectPlain(open.door.plain(), InetAddress.getLoopbackAddress())) {
            return proxy.send(bearing(token)
                    .header("Client-Cert", ForwardedHeader.value("rfc9440", client.certificate()))
                    .header("Connection", "close"));
        }
    }

    @Test
    @DisplayName(
            "S-87 S-91 G6 strangers with made-up kids and tokens that name their own certificates keep no known client"
                    + " from a new key, and no good token is called bad")
    default void keepsClientsFromNoNewKey() throws Exception {
        SigningKey next = SigningKey.es256("next");
        try (FakeAuthorizationServer server =
                FakeAuthorizationServer.start(at().pki.server())) {
            Map<String, String> settings = at().settings("issuer", server.issuer());
            settings.put("jwksReloadSeconds", "3");
            try (Door door = at().open(settings)) {
                at().accepted(
                                door,
                                null,
                                at().pki.serverA(),
                                bearing(KeyFixture.token(at(), server).compact()));
                Await.until(() -> {
                    forged(door, server);
                    return server.calls(FakeAuthorizationServer.JWKS_PATH).size() == 2;
                });
                server.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(next)));
                for (int i = 0; i < 10; i++) {
                    assertThat(forged(door, server).status()).isIn(401, 503);
                }
                at().accepted(
                                door,
                                null,
                                at().pki.serverA(),
                                bearing(KeyFixture.token(at(), server)
                                        .signedBy(next)
                                        .compact()));
            }
        }
    }

    private RawResponse forged(Door door, FakeAuthorizationServer server) throws IOException {
        TestIdentity stranger = stranger(0);
        TokenBuilder token = server.tokens()
                .boundTo(stranger)
                .header("kid", UUID.randomUUID().toString());
        String forged = TestTokens.withSignature(token.headerJson(), token.claimsJson(), new byte[256]);
        return at().send(door, null, stranger, bearing(forged));
    }
}
