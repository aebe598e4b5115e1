package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.PublishedKeys;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SettableScheduler;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.TokenRejection;
import io.holdfast.token.VerificationUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The life of keys that come over real TLS from a real server, with tokens, through years of ticks. */
final class KeysOverTlsTest {
    private static final TestPki PKI = TestPki.create();
    private static final String JWKS = FakeAuthorizationServer.JWKS_PATH;

    private final SettableClock clock = SettableClock.atPresent();
    private final SettableScheduler background = new SettableScheduler(clock);
    private final AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
            .trust(TrustedCertificates.of(List.of(PKI.authority().certificate())))
            .build();
    private FakeAuthorizationServer server;
    private JwtAccessTokenVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server(), "/tenant/one");
        verifier = JwtAccessTokenVerifier.of(server.issuer(), Set.of(TestTokens.AUDIENCE))
                .build(PublishedKeys.at(
                        DiscoveredEndpoint.ofKeys(server.issuer(), new MetadataDiscovery(connection), clock.ticker()),
                        connection,
                        KeyLifetime.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(10)),
                        clock.ticker(),
                        background));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    private void publish(SigningKey... keys) {
        server.always(JWKS, ScriptedAnswer.json(200, TestTokens.jwkSet(keys)));
    }

    private TokenBuilder token() {
        return server.tokens().boundTo(PKI.serverA());
    }

    private TokenRejection rejection(String token) {
        return catchThrowableOfType(TokenRejectedException.class, () -> verifier.verify(token))
                .rejection();
    }

    private String withUnknownKid() {
        TokenBuilder token = token().header("kid", UUID.randomUUID().toString());
        return TestTokens.withSignature(token.headerJson(), token.claimsJson(), new byte[256]);
    }

    @Test
    @DisplayName("S-87 10,000 random kids from 8 threads cost one call an interval, and good tokens pass meanwhile")
    void survivesAFlood() throws Exception {
        String good = token().compact();
        verifier.verify(good);
        int intervals = 5;
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Callable<Void> flood = () -> {
            for (int i = 0; i < 10_000 / 8; i++) {
                if (sent.incrementAndGet() % (10_000 / intervals) == 0) {
                    clock.advance(Duration.ofSeconds(10));
                }
                try {
                    verifier.verify(withUnknownKid());
                } catch (TokenRejectedException e) {
                    assertThat(e.rejection()).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
                    refused.incrementAndGet();
                } catch (VerificationUnavailableException e) {
                    refused.incrementAndGet(); // not looked for, so nobody knows
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Void>> floods = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                floods.add(threads.submit(flood));
            }
            int passed = 0;
            while (!floods.stream().allMatch(Future::isDone)) {
                assertThat(verifier.verify(good)).isNotNull();
                passed++;
            }
            for (Future<Void> one : floods) {
                one.get(60, TimeUnit.SECONDS);
            }
            assertThat(passed).isPositive();
        } finally {
            threads.shutdownNow();
        }

        assertThat(refused).hasValue(10_000);
        assertThat(server.calls(JWKS)).hasSizeBetween(3, 1 + intervals);
        assertThat(server.calls()).as("metadata too").hasSizeLessThanOrEqualTo(2 + intervals);
    }

    @Test
    @DisplayName("S-87 2,000 bad signatures under a known kid cost one call an interval too")
    void survivesAFloodOfBadSignatures() throws Exception {
        verifier.verify(token().compact());
        String bad = token().secretlySignedBy(SigningKey.rs256("rsa-1")).compact();
        for (int i = 1; i <= 2000; i++) {
            if (i % 1000 == 0) {
                clock.advance(Duration.ofSeconds(10));
            }
            assertThat(rejection(bad)).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        }

        assertThat(server.calls(JWKS)).hasSize(1 + 2);
        assertThat(verifier.verify(token().compact())).isNotNull();
    }

    @Test
    @DisplayName("S-87 E5 E11 the last good keys bridge an outage of 65 minutes and not one second more")
    void bridgesAnOutage() throws Exception {
        String good = token().compact();
        verifier.verify(good);
        server.goDown();

        for (int second = 1; second < 3900; second++) {
            background.advance(Duration.ofSeconds(1));
            assertThat(verifier.verify(good)).as("second %s", second).isNotNull();
        }
        assertThatExceptionOfType(VerificationUnavailableException.class)
                .isThrownBy(() -> verifier.verify(withUnknownKid()));
        background.advance(Duration.ofSeconds(1));
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> verifier.verify(good));

        server.comeBack();
        background.advance(Duration.ofSeconds(11));
        int calls = server.calls(JWKS).size();
        assertThat(verifier.verify(good)).isNotNull();
        assertThat(server.calls(JWKS)).as("fetched in the background").hasSize(calls);
    }

    @Test
    @DisplayName("S-87 E5 a retired key is refused after the refresh, and at the latest when the cache time is over")
    void refusesARetiredKey() throws Exception {
        SigningKey next = SigningKey.es256("next");
        verifier.verify(token().compact());
        publish(next);
        background.advance(Duration.ofSeconds(209));
        assertThat(verifier.verify(token().compact())).isNotNull();

        background.advance(Duration.ofSeconds(91));
        assertThat(rejection(token().compact())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        assertThat(verifier.verify(token().signedBy(next).compact())).isNotNull();
    }

    @Test
    @DisplayName("S-87 a token under a new kid is accepted at once, and the retired key with that reload refused")
    void followsARotation() throws Exception {
        SigningKey next = SigningKey.es256("next");
        verifier.verify(token().compact());
        publish(next);
        clock.advance(Duration.ofSeconds(10));

        assertThat(verifier.verify(token().signedBy(next).compact())).isNotNull();
        assertThat(rejection(token().compact())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
    }

    @Test
    @DisplayName("S-87 a kid that is used again, even for a key of another type, works with the first token")
    void followsAReusedKid() throws Exception {
        verifier.verify(token().compact());
        for (SigningKey reused : List.of(SigningKey.rs256("rsa-1"), SigningKey.es256("rsa-1"))) {
            publish(reused);
            clock.advance(Duration.ofSeconds(10));

            assertThat(verifier.verify(token().signedBy(reused).compact())).isNotNull();
            assertThat(catchThrowableOfType(TokenRejectedException.class, () -> verifier.verify(token().compact())))
                    .isNotNull();
        }
        assertThat(server.calls(JWKS)).hasSize(3);
    }

    @Test
    @DisplayName("S-87 E3 a server that rotates its one key without a kid is followed too")
    void followsARotationWithoutKid() throws Exception {
        SigningKey first = SigningKey.es256("x");
        SigningKey second = SigningKey.es256("x");
        publishWithoutKid(first);
        verifier.verify(token().signedBy(first).withoutHeader("kid").compact());
        publishWithoutKid(second);
        clock.advance(Duration.ofSeconds(10));

        assertThat(verifier.verify(token().signedBy(second).withoutHeader("kid").compact()))
                .isNotNull();
        assertThat(rejection(token().signedBy(first).withoutHeader("kid").compact()))
                .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
    }

    private void publishWithoutKid(SigningKey... keys) {
        server.always(
                JWKS,
                ScriptedAnswer.json(
                        200,
                        TestTokens.jwkSet(Arrays.stream(keys)
                                .map(SigningKey::jwk)
                                .peek(jwk -> jwk.remove("kid"))
                                .toList())));
    }

    @Test
    @DisplayName(
            "S-87 E9 E11 keys that moved are found; the old ones bridge a redirect and a fault, but no set without them")
    void aFaultIsAnOutage() throws Exception {
        String good = token().compact();
        verifier.verify(good);
        for (ScriptedAnswer fault : List.of(
                ScriptedAnswer.redirectTo(server.uri("/elsewhere").toString()),
                ScriptedAnswer.status(500),
                ScriptedAnswer.oversized(300_000))) {
            server.always(JWKS, fault);
            clock.advance(Duration.ofSeconds(10));
            assertThatExceptionOfType(VerificationUnavailableException.class)
                    .isThrownBy(() -> verifier.verify(withUnknownKid()));
            assertThat(verifier.verify(good)).isNotNull();
        }
        assertThat(server.calls("/elsewhere")).isEmpty();
        server.always(JWKS, ScriptedAnswer.json(200, "{\"keys\":[{\"kty\":\"XMSS\"}]}"));
        clock.advance(Duration.ofSeconds(10));
        for (String token : List.of(withUnknownKid(), good)) {
            assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> verifier.verify(token));
        }

        server.metadata().put("jwks_uri", server.uri("/moved").toString());
        server.always("/moved", ScriptedAnswer.json(200, server.tokens().jwkSet()));
        clock.advance(Duration.ofSeconds(10));
        assertThat(rejection(withUnknownKid())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        assertThat(server.calls("/moved")).hasSize(1);
    }
}
