package io.holdfast.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.TokenEndpoint;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testkit.SettableClock;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenCacheTest {
    private static final CertificateThumbprint ONE =
            CertificateThumbprint.of(PartnerWorld.PKI.serverA().certificate());
    private static final CertificateThumbprint OTHER =
            CertificateThumbprint.of(PartnerWorld.PKI.partnerB().certificate());
    private static final TokenKey KEY = key("https://as", "me", List.of("a", "b"), List.of("urn:x"), ONE);

    private static TokenResponse lasting300Seconds;
    private static TokenResponse goodForOnce;

    private final SettableClock clock = SettableClock.atPresent();
    private final AtomicInteger fetches = new AtomicInteger();

    @BeforeAll
    static void fetchRealTokens() throws Exception {
        try (PartnerWorld world = new PartnerWorld();
                AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                        .credentials(CredentialGeneration.of(
                                PartnerWorld.keysOf(PartnerWorld.PKI.serverA()).load(), PartnerWorld.TRUSTED))
                        .build()) {
            TokenEndpoint endpoint = new TokenEndpoint(
                    connection, world.login.uri("/token"), "me", ClientAuthentication.TLS_CLIENT_AUTH);
            world.issue("t", ",\"expires_in\":300");
            lasting300Seconds = endpoint.request(KEY.request());
            world.issue("t", ",\"expires_in\":0");
            goodForOnce = endpoint.request(KEY.request());
        }
    }

    @AfterAll
    static void forget() {
        lasting300Seconds = null;
        goodForOnce = null;
    }

    @Test
    @DisplayName("C-4 a token is for one authorization server, client, scope set, resource set and certificate")
    void keepsTokensApart() throws Exception {
        TokenCache cache = cache(request -> lasting300Seconds);
        CachedToken first = cache.get(KEY);

        assertThat(cache.get(key("https://as", "me", List.of("b", "a"), List.of("urn:x"), ONE)))
                .isSameAs(first);
        assertThat(fetches).hasValue(1);
        for (TokenKey other : List.of(
                key("https://as/", "me", List.of("a", "b"), List.of("urn:x"), ONE),
                key("https://as", "you", List.of("a", "b"), List.of("urn:x"), ONE),
                key("https://as", "me", List.of("a"), List.of("urn:x"), ONE),
                key("https://as", "me", List.of("a", "b"), List.of(), ONE),
                key("https://as", "me", List.of("a", "b"), List.of("urn:x"), OTHER))) {
            assertThat(cache.get(other)).isNotSameAs(first);
        }
        assertThat(fetches).hasValue(6);
        assertThat(cache.get(KEY)).isSameAs(first);
    }

    @Test
    @DisplayName("C-22 F13 a thousand threads, cold and again when the token is old, make one fetch each time")
    void sharesOneFetch() throws Exception {
        TokenCache cache = cache(request -> lasting300Seconds);
        for (int round = 1; round <= 2; round++) {
            Set<CachedToken> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            seen.addAll(fromThreads(1000, cache));

            assertThat(seen).hasSize(1);
            assertThat(fetches).hasValue(round);
            clock.advance(Duration.ofSeconds(270));
        }
    }

    @Test
    @DisplayName("C-22 a failed fetch wakes all who wait with its error, and the next caller tries again")
    void wakesAllWithTheError() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Boolean> down = new AtomicReference<>(true);
        TokenCache cache = cache(request -> {
            await(waiting);
            if (down.get()) {
                throw new AuthorizationServerException("It is down.");
            }
            return lasting300Seconds;
        });
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<Throwable>> failures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                failures.add(threads.submit(() -> catchThrowable(() -> cache.get(KEY))));
            }
            waiting.countDown();
            for (Future<Throwable> failure : failures) {
                assertThat(failure.get())
                        .isInstanceOf(TokenUnavailableException.class)
                        .hasMessageContaining("It is down.")
                        .hasCauseInstanceOf(AuthorizationServerException.class);
            }
        } finally {
            threads.shutdownNow();
        }
        down.set(false);

        assertThat(cache.get(KEY)).isNotNull();
    }

    @Test
    @DisplayName("C-22 an unexpected failure of a fetch leaves nobody waiting either")
    void survivesUnexpectedFailures() throws Exception {
        TokenCache cache = cache(request -> {
            if (fetches.get() == 1) {
                throw new IllegalStateException("bug");
            }
            if (fetches.get() == 2) {
                throw new StackOverflowError("deep");
            }
            return lasting300Seconds;
        });

        assertThatThrownBy(() -> cache.get(KEY))
                .isInstanceOf(TokenUnavailableException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cache.get(KEY)).isInstanceOf(StackOverflowError.class);
        assertThat(cache.get(KEY)).isNotNull();
    }

    @Test
    @DisplayName("C-18 F17 a token good for once is shared by those who waited for it, and by nobody after them")
    void sharesATokenGoodForOnceAmongWaiters() throws Exception {
        TokenCache cache = cache(request -> goodForOnce);

        CachedToken first = cache.get(KEY);
        assertThat(cache.get(KEY)).isNotSameAs(first);
        assertThat(fetches).hasValue(2);
    }

    @Test
    @DisplayName("C-27 a token that was replaced meanwhile is not dropped again")
    void dropsOnlyTheTokenItself() throws Exception {
        TokenCache cache = cache(request -> lasting300Seconds);
        CachedToken old = cache.get(KEY);
        cache.drop(KEY, old);
        CachedToken current = cache.get(KEY);

        cache.drop(KEY, old);

        assertThat(cache.get(KEY)).isSameAs(current).isNotSameAs(old);
        assertThat(fetches).hasValue(2);
    }

    @Test
    @DisplayName("a thread that is interrupted while another fetches stops waiting")
    void heedsInterruption() throws Exception {
        CountDownLatch fetching = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        TokenCache cache = cache(request -> {
            fetching.countDown();
            await(end);
            return lasting300Seconds;
        });
        AtomicReference<Throwable> leaderFailure = new AtomicReference<>();
        Thread leader = new Thread(() -> leaderFailure.set(catchThrowable(() -> cache.get(KEY))));
        leader.start();
        fetching.await();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            failure.set(catchThrowable(() -> cache.get(KEY)));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        waiter.start();

        waiter.interrupt();
        waiter.join();
        end.countDown();
        leader.join();

        assertThat(leaderFailure.get()).isNull();
        assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(stillInterrupted.get()).isTrue();
        assertThat(cache.get(KEY)).isNotNull();
        assertThat(fetches).hasValue(1);
    }

    private TokenCache cache(TokenCache.Fetch fetch) {
        TokenCache.Fetch counting = request -> {
            fetches.incrementAndGet();
            return fetch.fetch(request);
        };
        return new TokenCache(
                counting, new TokenLifetime(Duration.ofSeconds(30), Duration.ofSeconds(60)), clock.ticker());
    }

    private static List<CachedToken> fromThreads(int number, TokenCache cache) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<CachedToken>> results = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                results.add(threads.submit(() -> {
                    go.await();
                    return cache.get(KEY);
                }));
            }
            go.countDown();
            List<CachedToken> tokens = new ArrayList<>();
            for (Future<CachedToken> result : results) {
                tokens.add(result.get());
            }
            return tokens;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TokenKey key(
            String server,
            String client,
            List<String> scopes,
            List<String> resources,
            CertificateThumbprint thumbprint) {
        return new TokenKey(server, client, TokenRequest.clientCredentials(scopes, resources), thumbprint);
    }
}
