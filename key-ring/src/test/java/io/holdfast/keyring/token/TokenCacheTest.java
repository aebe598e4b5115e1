package io.holdfast.keyring.token;

import static io.holdfast.keyring.token.CacheFixture.REQUEST;
import static io.holdfast.keyring.token.CacheFixture.now;
import static io.holdfast.keyring.token.CacheFixture.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.concurrent.BackgroundThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenCacheTest {
    private final CacheFixture fixture = new CacheFixture();

    @Test
    @DisplayName("C-4 a token is for one scope set and resource set, in whatever order they are named")
    void keepsTokensApart() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken first = now(cache.get(REQUEST));

        assertThat(now(cache.get(request(List.of("b", "a"), List.of("urn:x"))))).isSameAs(first);
        assertThat(fixture.fetches).hasValue(1);
        for (TokenRequest other : List.of(
                request(List.of("a"), List.of("urn:x")),
                request(List.of("a", "b"), List.of()),
                request(List.of("a", "b"), List.of("urn:y")))) {
            assertThat(now(cache.get(other))).isNotSameAs(first);
        }
        assertThat(fixture.fetches).hasValue(4);
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
    }

    @Test
    @DisplayName("C-22 where the platform has no thread left the call fails, and the next one is made")
    void survivesWithoutThreads() throws Exception {
        TokenCache cache = fixture.cache();
        fixture.executor = work -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        assertThat(cache.get(REQUEST)).isCompletedExceptionally();

        fixture.executor = Runnable::run;
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(now(cache.get(REQUEST))).isNotNull();
    }

    @Test
    @DisplayName("C-22 who waits for a call that was not begun when the threads end is told so")
    void tellsWhoWaitsInTheQueue() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        BackgroundThreads threads = BackgroundThreads.few("holdfast-token", 8, 1000);
        for (int i = 0; i < 8; i++) {
            threads.execute(() -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        fixture.executor = threads;
        CompletableFuture<BoundToken> waiting = fixture.cache().get(REQUEST);
        threads.close();

        assertThatThrownBy(() -> now(waiting)).hasMessageContaining("closed");
    }

    @Test
    @DisplayName("C-4 a token belongs to the generation whose certificate it was fetched with")
    void belongsToItsGeneration() throws Exception {
        CacheFixture other = new CacheFixture(CacheFixture.PKI.serverA().renewed());

        assertThat(now(fixture.cache().get(REQUEST)).credentials()).isSameAs(fixture.credentials);
        assertThat(now(other.cache().get(REQUEST)).credentials()).isSameAs(other.credentials);
    }

    @Test
    @DisplayName("C-22 F13 a thousand threads, cold and again when the token has ended, make one fetch each time")
    void sharesOneFetch() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            fixture.executor = one;
            TokenCache cache = fixture.cache();
            for (int round = 1; round <= 2; round++) {
                Set<BoundToken> seen = Collections.newSetFromMap(new IdentityHashMap<>());
                seen.addAll(fromThreads(1000, cache));

                assertThat(seen).hasSize(1);
                assertThat(fixture.fetches).hasValue(round);
                fixture.clock.advance(Duration.ofSeconds(301));
            }
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    @DisplayName("C-22 a failed fetch wakes all who wait with its error")
    void wakesAllWithTheError() {
        fixture.holdCalls();
        fixture.isDown();
        TokenCache cache = fixture.cache();
        List<CompletableFuture<BoundToken>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(cache.get(REQUEST));
        }

        fixture.letCallsGo();

        assertThat(fixture.fetches).hasValue(1);
        for (CompletableFuture<BoundToken> token : all) {
            assertThatThrownBy(() -> now(token))
                    .cause()
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessage("No token: It is down.")
                    .hasCauseInstanceOf(AuthorizationServerException.class);
        }
    }

    @Test
    @DisplayName(
            "C-22 C-31 an unexpected failure leaves nobody waiting, and its text, which may be anything, is not repeated")
    void survivesUnexpectedFailures() throws Exception {
        TokenCache cache = fixture.cache();
        fixture.fetch = request -> {
            throw new IllegalStateException("secret");
        };
        CompletableFuture<BoundToken> first = cache.get(REQUEST);

        assertThatThrownBy(() -> now(first))
                .cause()
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessageContaining("java.lang.IllegalStateException")
                .hasMessageNotContaining("secret");

        fixture.clock.advance(Duration.ofSeconds(30));
        fixture.fetch = request -> {
            throw new StackOverflowError("deep");
        };
        CompletableFuture<BoundToken> second = cache.get(REQUEST);
        assertThatThrownBy(() -> now(second)).hasCauseInstanceOf(StackOverflowError.class);

        fixture.clock.advance(Duration.ofSeconds(30));
        fixture.always("'expires_in':300");
        assertThat(now(cache.get(REQUEST))).isNotNull();
    }

    @Test
    @DisplayName("C-22 calls that the ring's threads refuse fail, and the next ones can succeed")
    void survivesRefusedWork() throws Exception {
        fixture.executor = work -> {
            throw new RejectedExecutionException("full");
        };
        TokenCache cache = fixture.cache();
        CompletableFuture<BoundToken> refused = cache.get(REQUEST);
        assertThatThrownBy(() -> now(refused)).hasCauseInstanceOf(TokenUnavailableException.class);

        fixture.executor = Runnable::run;
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(now(cache.get(REQUEST))).isNotNull();
    }

    @Test
    @DisplayName("a caller cannot give the others a token or an error, nor cancel what they wait for")
    void onlyTheCacheCompletes() throws Exception {
        fixture.holdCalls();
        TokenCache cache = fixture.cache();
        CompletableFuture<BoundToken> shared = cache.get(REQUEST);
        BoundToken foreign = now(new CacheFixture().cache().get(REQUEST));

        assertThat(shared.complete(foreign)).isFalse();
        assertThat(shared.completeExceptionally(new IllegalStateException())).isFalse();
        assertThat(shared.cancel(true)).isFalse();
        assertThat(shared.completeAsync(() -> foreign, Runnable::run)).isNotDone();
        assertThat(shared.completeAsync(() -> foreign)).isNotDone();
        assertThatThrownBy(() -> shared.obtrudeValue(foreign)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> shared.obtrudeException(new IllegalStateException()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(shared).isNotDone();

        fixture.letCallsGo();
        assertThat(now(cache.get(REQUEST))).isSameAs(now(shared)).isNotSameAs(foreign);
    }

    @Test
    @DisplayName("a token that is at hand is given by the very same future each time")
    void givesTheSameFuture() {
        TokenCache cache = fixture.cache();
        use(cache, REQUEST);
        CompletableFuture<BoundToken> again = cache.get(REQUEST);

        assertThat(cache.get(REQUEST)).isSameAs(again).isCompleted();
    }

    @Test
    @DisplayName("C-27 a token that was replaced meanwhile is not dropped again")
    void dropsOnlyTheTokenItself() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken old = now(cache.get(REQUEST));
        assertThat(cache.drop(old)).isTrue();
        BoundToken current = now(cache.get(REQUEST));

        assertThat(cache.drop(old)).isTrue();

        assertThat(now(cache.get(REQUEST))).isSameAs(current).isNotSameAs(old);
        assertThat(fixture.fetches).hasValue(2);
    }

    @Test
    @DisplayName("F19 a refused token that is kept is not dropped before its time")
    void keepsWhatIsKept() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken replacement = now(cache.get(REQUEST));
        cache.replacementRefused(replacement, Duration.ofSeconds(10));

        fixture.clock.advance(Duration.ofSeconds(9));
        assertThat(cache.mayReplace(replacement)).isFalse();
        assertThat(cache.drop(replacement)).isFalse();
        assertThat(now(cache.get(REQUEST))).isSameAs(replacement);

        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(cache.mayReplace(replacement)).isTrue();
        assertThat(cache.drop(replacement)).isTrue();
        assertThat(now(cache.get(REQUEST))).isNotSameAs(replacement);
    }

    @Test
    @DisplayName(
            "no more than a thousand requests are kept: what has ended goes first, then what was not used for longest")
    void isBounded() throws Exception {
        TokenCache cache = fixture.cache();
        fixture.always("'expires_in':3600");
        for (int i = 0; i < TokenCache.MOST_REQUESTS; i++) {
            use(cache, numbered(i));
        }
        fixture.clock.advance(Duration.ofSeconds(5));
        BoundToken stays = now(cache.get(numbered(0)));

        use(cache, numbered(5000));

        assertThat(cache.requests()).hasSize(TokenCache.MOST_REQUESTS).contains(numbered(0), numbered(5000));
        assertThat(now(cache.get(numbered(0)))).isSameAs(stays);

        fixture.clock.advance(Duration.ofHours(2));
        use(cache, numbered(6000));
        assertThat(cache.requests()).containsExactly(numbered(6000));
    }

    @Test
    @DisplayName("a full cache does not make room by a request that has just come and not been fetched yet")
    void keepsWhatIsAboutToBeFetched() {
        TokenCache cache = fixture.cache();
        fixture.always("'expires_in':3600");
        for (int i = 1; i < TokenCache.MOST_REQUESTS; i++) {
            use(cache, numbered(i));
        }
        fixture.onTick = () -> {
            if (cache.requests().contains(numbered(0))) {
                fixture.onTick = () -> {};
                use(cache, numbered(5000)); // of another thread, say, between the two steps of get()
            }
        };

        use(cache, numbered(0));
        use(cache, numbered(0));

        assertThat(fixture.asked).filteredOn(numbered(0)::equals).hasSize(1);
    }

    @Test
    @DisplayName("a closed cache gives and keeps nothing, and those who wait are told")
    void closes() {
        fixture.holdCalls();
        TokenCache cache = fixture.cache();
        CompletableFuture<BoundToken> waiting = cache.get(REQUEST);

        cache.close();
        cache.close();

        for (CompletableFuture<BoundToken> token :
                List.of(waiting, cache.get(REQUEST), cache.get(request(List.of("new"), List.of())))) {
            assertThatThrownBy(() -> now(token))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessage("No token: the key ring is closed.");
        }
        fixture.letCallsGo();
        assertThat(cache.get(REQUEST)).isCompletedExceptionally();
    }

    @Test
    @DisplayName("each call is heard of with how long it took, before those who wait go on")
    void tellsOfEachCall() throws Exception {
        TokenCache cache = fixture.cache();
        fixture.fetch = request -> {
            fixture.clock.advance(Duration.ofMillis(20));
            return fixture.token("'expires_in':0");
        };
        now(cache.get(REQUEST));
        fixture.isDown();
        assertThat(cache.get(REQUEST)).isCompletedExceptionally();

        assertThat(fixture.events).containsExactly("fetched t1 in 20", "not fetched: It is down. in 0");
    }

    @Test
    @DisplayName("who hears of a new token may ask for it there and then, though others still wait")
    void servesListeners() {
        TokenCache cache = fixture.cache();
        fixture.onEvent = () -> assertThat(cache.get(REQUEST)).isDone();

        assertThat(cache.get(REQUEST)).isCompleted();
        assertThat(fixture.events).hasSize(1);
    }

    @Test
    @DisplayName("a listener that fails keeps nobody from the token")
    void survivesListeners() throws Exception {
        TokenCache cache = fixture.cache();
        fixture.onEvent = () -> {
            throw new IllegalStateException("listener");
        };
        assertThat(now(cache.get(REQUEST))).isNotNull();

        fixture.isDown();
        fixture.clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> now(cache.get(REQUEST))).hasMessageContaining("It is down.");
    }

    private static List<BoundToken> fromThreads(int number, TokenCache cache) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<BoundToken>> results = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                results.add(threads.submit(() -> {
                    go.await();
                    return now(cache.get(REQUEST));
                }));
            }
            go.countDown();
            List<BoundToken> tokens = new ArrayList<>();
            for (Future<BoundToken> result : results) {
                tokens.add(result.get());
            }
            return tokens;
        } finally {
            threads.shutdownNow();
        }
    }

    private static TokenRequest numbered(int number) {
        return request(List.of("user" + number), List.of());
    }

    private static TokenRequest request(List<String> scopes, List<String> resources) {
        return TokenRequest.clientCredentials(scopes, resources);
    }
}
