package io.holdfast.keyring.token;

import static io.holdfast.keyring.token.CacheFixture.REQUEST;
import static io.holdfast.keyring.token.CacheFixture.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.AuthorizationServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenRaceTest {
    private final CacheFixture fixture = new CacheFixture();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @Test
    @DisplayName(
            "C-22 C-27 threads that ask, drop and meet failures at random: one call at a time, and everybody gets an answer")
    void survivesRaces() throws Exception {
        ExecutorService fetchers = Executors.newFixedThreadPool(4);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        fixture.executor = fetchers;
        fixture.fetch = request -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            boolean thatTakesAMoment = Files.exists(Path.of("nowhere"));
            int number = fixture.fetches.get();
            atOnce.decrementAndGet();
            if (number % 5 == 0 || thatTakesAMoment) {
                throw new AuthorizationServerException("down");
            }
            return fixture.token("'expires_in':" + number % 3);
        };
        TokenCache cache = fixture.cache();
        try {
            List<Future<Integer>> ends = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                ends.add(callers.submit(() -> askAndDrop(cache)));
            }
            int failures = 0;
            for (Future<Integer> end : ends) {
                failures += end.get();
            }
            assertThat(failures).isLessThan(16 * 500);
        } finally {
            callers.shutdownNow();
            fetchers.shutdownNow();
        }
        assertThat(mostAtOnce).hasValue(1);
        assertThat(fixture.events).hasSize(fixture.fetches.get());
    }

    private int askAndDrop(TokenCache cache) throws Exception {
        int failures = 0;
        for (int i = 0; i < 500; i++) {
            try {
                BoundToken token = now(cache.get(REQUEST));
                if (i % 7 == 0) {
                    cache.drop(token);
                }
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(TokenUnavailableException.class);
                failures++;
            }
            fixture.clock.advance(Duration.ofMillis(50));
        }
        return failures;
    }
}
