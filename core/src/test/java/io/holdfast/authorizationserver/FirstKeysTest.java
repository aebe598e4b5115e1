package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.concurrent.Scheduler;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SettableScheduler;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.VerificationUnavailableException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time from the start until an issuer's keys are there: who fetches, who waits, and what the operator is told. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FirstKeysTest {
    private final SettableClock clock = SettableClock.atPresent();
    private final SettableScheduler background = new SettableScheduler(clock);
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch answering = new CountDownLatch(1);
    private final String issuer = "https://login.example.com/" + UUID.randomUUID();
    private final FetchLog log = FetchLog.of(issuer + " for /orders/holdfast", failure -> "Look there.");
    private volatile String failure = "";
    private volatile @Nullable Exception cause;

    private RemoteJwkSet keys(DocumentSource source, Scheduler on, Duration longestWait) {
        return new RemoteJwkSet(
                () -> URI.create("https://login.example.com/jwks"),
                source,
                EnumSet.of(SignatureAlgorithm.ES256),
                KeyLifetime.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(30)),
                clock.ticker(),
                on,
                longestWait,
                log);
    }

    private String answer(URI uri) throws AuthorizationServerException {
        calls.incrementAndGet();
        if (!failure.isEmpty()) {
            throw new AuthorizationServerException(failure, cause);
        }
        return TestTokens.jwkSet(SigningKey.es256("first"));
    }

    private void assertAsksAgainAfter(Duration pause) {
        RemoteJwkSet keys = keys(this::answer, background, Duration.ofSeconds(5));
        for (int attempt = 1; attempt <= 3; attempt++) {
            for (int i = 0; i < 20; i++) {
                assertThat(outcome(keys)).isEqualTo(failure);
            }
            assertThat(calls).hasValue(attempt);
            clock.advance(pause.minusNanos(1));
            outcome(keys);
            assertThat(calls).as("before %s", pause).hasValue(attempt);
            clock.advance(Duration.ofNanos(1));
        }
    }

    @Test
    @DisplayName(
            "E11 a server that fails is asked by no request for ten seconds, one where nobody listens for a quarter")
    void asksAgainSoonWhereNobodyListens() {
        failure = "no answer";
        assertAsksAgainAfter(Duration.ofSeconds(10));

        calls.set(0);
        cause = new ConnectException("Connection refused");
        assertAsksAgainAfter(Duration.ofMillis(250));
    }

    private String answerAtTheGate(URI uri) throws AuthorizationServerException {
        calls.incrementAndGet();
        try {
            assertThat(answering.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AuthorizationServerException("interrupted", e);
        }
        return TestTokens.jwkSet(SigningKey.es256("first"));
    }

    private static String outcome(RemoteJwkSet keys) {
        try {
            return keys.keys(Optional.of("first")).isEmpty() ? "unknown" : "found";
        } catch (VerificationUnavailableException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    @Test
    @DisplayName(
            "E11 without keys the fetch is tried again after 1, 2, 4, 8 and then every 10 seconds, as long as it takes")
    void triesAgain() {
        failure = "no answer";
        RemoteJwkSet keys = keys(this::answer, background, Duration.ofSeconds(5));
        keys.start();
        background.advance(Duration.ZERO);
        assertThat(calls).hasValue(1);
        int expected = 1;
        for (int pause : new int[] {1, 2, 4, 8}) {
            background.advance(Duration.ofSeconds(pause).minusMillis(1));
            assertThat(calls).as("before %s s", pause).hasValue(expected);
            background.advance(Duration.ofMillis(1));
            assertThat(calls).as("after %s s", pause).hasValue(++expected);
        }
        background.advance(Duration.ofHours(10));
        assertThat(calls.get()).isBetween(expected + 36_000 / 11 - 1, expected + 36_000 / 10);
        assertThat(keys.status().known()).isTrue();
        assertThat(keys.status().usable()).isFalse();

        failure = "";
        background.advance(Duration.ofSeconds(11));
        assertThat(keys.status().usable()).isTrue();
        assertThat(keys.status().keys()).isEqualTo(1);
    }

    @Test
    @DisplayName("E11 a failure is one WARN with door, reason and advice, a change of it another, its end one INFO")
    void warnsOnce() {
        failure = "no answer";
        RemoteJwkSet keys = keys(this::answer, background, Duration.ofSeconds(5));
        TestLog told = new TestLog();
        keys.start();
        background.advance(Duration.ofMinutes(5));
        assertThat(lines(told))
                .singleElement()
                .asString()
                .contains("WARN")
                .contains("The keys of " + issuer + " for /orders/holdfast could not be fetched."
                        + " There are none: requests with its tokens get 503. no answer Look there.")
                .doesNotContain(" 0 s");

        failure = "another answer";
        background.advance(Duration.ofMinutes(5));
        assertThat(lines(told)).hasSize(2).last().asString().contains("WARN", "another answer");

        failure = "";
        background.advance(Duration.ofMinutes(5));
        assertThat(lines(told))
                .hasSize(3)
                .last()
                .asString()
                .contains("INFO", "Fetched 1 signature keys of " + issuer + " for /orders/holdfast.");
    }

    @Test
    @DisplayName("E11 an outage is told once while the last keys bridge it, and once more when they are too old")
    void warnsOnceOfAnOutage() throws Exception {
        RemoteJwkSet keys = keys(this::answer, background, Duration.ofSeconds(5));
        keys.start();
        background.advance(Duration.ZERO);
        TestLog told = new TestLog();
        failure = "no answer";
        for (int second = 0; second < 3600; second++) {
            background.advance(Duration.ofSeconds(1));
            assertThat(outcome(keys)).isEqualTo("found");
        }
        assertThat(lines(told)).singleElement().asString().contains("The last good ones are used for another 36");

        for (int second = 0; second < 600; second++) {
            background.advance(Duration.ofSeconds(1));
            outcome(keys);
        }
        assertThat(lines(told)).hasSize(2).last().asString().contains("The last good ones are too old to be used");
    }

    private List<String> lines(TestLog told) {
        return told.text().lines().filter(line -> line.contains(issuer)).toList();
    }

    @Test
    @DisplayName(
            "E7 256 requests wait for the first keys, the others are told at once, and the end of the fetch wakes all")
    void manyWaitForTheFirstKeys() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (BackgroundThreads real = BackgroundThreads.one("holdfast-first-keys")) {
            RemoteJwkSet keys = keys(this::answerAtTheGate, real, Duration.ofSeconds(30));
            keys.start();
            List<Future<String>> lookups = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                lookups.add(threads.submit(() -> outcome(keys)));
            }
            Await.until(() -> lookups.stream().filter(Future::isDone).count() == 300 - 256);
            assertThat(keys.status().known()).isFalse();
            answering.countDown();

            List<String> outcomes = new ArrayList<>();
            for (Future<String> lookup : lookups) {
                outcomes.add(lookup.get(20, TimeUnit.SECONDS));
            }
            assertThat(outcomes).containsOnly("found", "Enough requests wait for its keys already.");
            assertThat(outcomes.stream().filter("found"::equals)).hasSize(256);
            assertThat(calls).hasValue(1);
        } finally {
            answering.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("E11 keys whose time is over bridge a server that hangs for longer than a request waits")
    void bridgesAServerThatHangs() throws Exception {
        try (BackgroundThreads real = BackgroundThreads.one("holdfast-first-keys")) {
            RemoteJwkSet keys =
                    keys(uri -> calls.get() == 0 ? answer(uri) : answerAtTheGate(uri), real, Duration.ofMillis(200));
            assertThat(outcome(keys)).isEqualTo("found");

            clock.advance(Duration.ofMinutes(6));
            assertThat(outcome(keys)).isEqualTo("found");
            assertThat(calls).hasValue(2);

            clock.advance(Duration.ofHours(1));
            assertThat(outcome(keys)).startsWith("Its keys have not come within 200 ms.");
        } finally {
            answering.countDown();
        }
    }

    @Test
    @DisplayName("S-81 who waits goes on at once when the resource is closed, and nobody waits afterwards")
    void wakesWhoWaitsWhenItIsClosed() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (BackgroundThreads real = BackgroundThreads.one("holdfast-first-keys")) {
            RemoteJwkSet keys = keys(this::answerAtTheGate, real, Duration.ofMinutes(5));
            Future<String> waiting = threads.submit(() -> outcome(keys));
            Await.until(() -> calls.get() == 1);

            keys.close();

            assertThat(waiting.get(20, TimeUnit.SECONDS)).contains("the application is stopping");
            assertThat(outcome(keys)).contains("the application is stopping");
        } finally {
            answering.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("E11 a log that fails keeps nobody from the keys, and makes nobody ask without end")
    void doesNotDependOnItsLog() throws Exception {
        FetchLog failing = FetchLog.of(issuer, problem -> {
            throw new IllegalStateException("no space left on device");
        });
        failure = "no answer";
        try (BackgroundThreads real = BackgroundThreads.one("holdfast-first-keys")) {
            RemoteJwkSet keys = new RemoteJwkSet(
                    () -> URI.create("https://login.example.com/jwks"),
                    this::answer,
                    EnumSet.of(SignatureAlgorithm.ES256),
                    KeyLifetime.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(30)),
                    clock.ticker(),
                    real,
                    Duration.ofSeconds(30),
                    failing);
            keys.start();
            Await.until(() -> keys.status().known());
            for (int i = 0; i < 100; i++) {
                assertThat(outcome(keys)).isEqualTo("no answer");
            }
            assertThat(calls).hasValue(1);

            failure = "";
            clock.advance(Duration.ofSeconds(11));
            assertThat(outcome(keys)).isEqualTo("found");
        }
    }

    @Test
    @DisplayName("E7 nobody waits longer than the longest wait, and nobody at all for a fetch that has lasted longer")
    void nobodyWaitsLong() throws Exception {
        try (BackgroundThreads real = BackgroundThreads.one("holdfast-first-keys")) {
            RemoteJwkSet keys = keys(this::answerAtTheGate, real, Duration.ofMillis(200));
            long start = System.nanoTime();
            assertThat(outcome(keys)).startsWith("Its keys have not come within 200 ms.");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));

            clock.advance(Duration.ofMillis(201));
            start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(outcome(keys)).startsWith("Its keys have not come within 200 ms.");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(calls).hasValue(1);

            answering.countDown();
            Await.until(() -> keys.status().usable());
            assertThat(outcome(keys)).isEqualTo("found");
            assertThat(calls).hasValue(1);
        } finally {
            answering.countDown();
        }
    }

    @Test
    @DisplayName("E7 nobody waits for a server that has just failed, also while it is tried again")
    void nobodyWaitsForAServerThatHasJustFailed() throws Exception {
        failure = "no answer";
        AtomicInteger slow = new AtomicInteger();
        try (BackgroundThreads real = BackgroundThreads.one("holdfast-first-keys")) {
            RemoteJwkSet keys = keys(
                    uri -> calls.get() == 0 ? answer(uri) : slow.incrementAndGet() > 0 ? answerAtTheGate(uri) : "",
                    real,
                    Duration.ofSeconds(30));
            keys.start();
            Await.until(() -> keys.status().known());
            clock.advance(Duration.ofSeconds(1));
            Await.until(() -> slow.get() == 1);
            for (int i = 0; i < 300; i++) {
                assertThat(outcome(keys)).isEqualTo("no answer");
            }
        } finally {
            answering.countDown();
        }
    }

    @Test
    @DisplayName("S-60 an error of the runtime is told and tried again like any failure, not in a tight loop")
    void survivesAnError() {
        RemoteJwkSet keys = keys(
                uri -> {
                    calls.incrementAndGet();
                    throw new NoClassDefFoundError("jdk/net/Sockets");
                },
                background,
                Duration.ofSeconds(5));
        TestLog told = new TestLog();
        keys.start();
        background.advance(Duration.ofSeconds(7));

        assertThat(calls).hasValue(4);
        assertThat(lines(told)).singleElement().asString().contains("NoClassDefFoundError: jdk/net/Sockets");
        assertThatExceptionOfType(VerificationUnavailableException.class)
                .isThrownBy(() -> keys.keys(Optional.of("first")));
    }
}
