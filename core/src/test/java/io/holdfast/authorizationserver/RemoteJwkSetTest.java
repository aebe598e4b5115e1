package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testkit.Await;
import io.holdfast.testkit.PublishedKeys;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SettableScheduler;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.token.Sender;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteJwkSetTest {
    private static final URI PLACE = URI.create("https://login.example.com/jwks");
    private static final SigningKey FIRST = SigningKey.es256("first");
    private static final SigningKey SECOND = SigningKey.es256("second");

    private final SettableClock clock = SettableClock.atPresent();
    private final SettableScheduler background = new SettableScheduler(clock);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String published = TestTokens.jwkSet(FIRST);
    private volatile boolean down;
    private volatile CountDownLatch answering = new CountDownLatch(0);

    private final RemoteJwkSet keys = PublishedKeys.at(
            () -> PLACE,
            this::answer,
            KeyLifetime.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(10)),
            clock.ticker(),
            background);

    private String answer(URI uri) throws AuthorizationServerException {
        assertThat(uri).isEqualTo(PLACE);
        calls.incrementAndGet();
        try {
            assertThat(answering.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (down) {
            throw new AuthorizationServerException("no answer");
        }
        return published;
    }

    private List<VerificationKey> keys(String id) throws VerificationUnavailableException {
        return keys.keys(Optional.of(id));
    }

    @Test
    @DisplayName(
            "S-87 E11 calls nobody before it is started, then fetches in the background, before the first token comes")
    void startsInTheBackground() throws Exception {
        assertThat(calls).hasValue(0);
        keys.start();
        assertThat(calls).as("on the thread that starts it").hasValue(0);
        background.advance(Duration.ZERO);
        assertThat(calls).hasValue(1);

        assertThat(keys("first")).hasSize(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName("S-87 fetches once and answers from the cache while it is fresh")
    void answersFromTheCache() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(keys("first")).hasSize(1);
        }
        clock.advance(Duration.ofSeconds(299));
        assertThat(keys("first")).hasSize(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName(
            "S-99 keys of a server that is no longer trusted are dropped at once, and no outage is bridged with them")
    void dropsKeysOfADistrustedServer() throws Exception {
        keys("first");
        down = true;

        keys.distrust();

        assertThat(keys.areAtHand(Optional.of("first"))).isFalse();
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));
        assertThat(keys.status().usable()).isFalse();
        down = false;
        published = TestTokens.jwkSet(SECOND);
        background.advance(Duration.ofSeconds(11));
        assertThat(keys("second")).hasSize(1);
        assertThat(keys("first")).isEmpty();
    }

    @Test
    @DisplayName("S-99 S-87 they are fetched anew in the background, where one refresh is planned and no more")
    void fetchesAnewOnce() throws Exception {
        keys("first");
        background.advance(Duration.ofSeconds(1));

        keys.distrust();
        background.advance(Duration.ZERO);

        assertThat(calls).hasValue(2);
        assertThat(keys.areAtHand(Optional.of("first"))).isTrue();
        background.advance(Duration.ofMinutes(10));
        assertThat(background.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("S-99 a request that waited for another fetch than the last gets keys of the last")
    void fetchesForARequestThatWaited() throws Exception {
        keys("first");
        clock.advance(Duration.ofSeconds(10));
        answering = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<List<VerificationKey>> waiting = threads.submit(() -> keys("second"));
            Await.until(() -> calls.get() == 2);
            published = TestTokens.jwkSet(SECOND);
            Future<?> distrust = threads.submit(keys::distrust);
            answering.countDown();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).hasSize(1);
            distrust.get(10, TimeUnit.SECONDS);
            assertThat(keys("second")).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("S-87 while keys are used they are fetched again before their time is over, and no request waits")
    void refreshesAhead() throws Exception {
        keys("first");
        background.advance(Duration.ofSeconds(209));
        assertThat(calls).hasValue(1);

        for (int minute = 4; minute < 60; minute++) {
            background.advance(Duration.ofMinutes(1));
            assertThat(background.size()).as("it stopped although it is used").isEqualTo(1);
            int before = calls.get();
            assertThat(keys("first")).hasSize(1);
            assertThat(calls).as("a request fetched").hasValue(before);
        }
        assertThat(calls.get()).isBetween(1 + 55 * 60 / 300, 1 + 1 + 60 * 60 / 210);
    }

    @Test
    @DisplayName(
            "S-60 where keys cannot be used, who asks for their status has them asked for again, without a request")
    void recoversForWhoAsksForTheStatus() throws Exception {
        assertThat(keys.status().known()).isFalse();
        assertThat(keys.status().usable()).isFalse();
        assertThat(keys.status().age()).isEmpty();
        assertThat(calls).hasValue(0);
        assertThat(keys("first")).hasSize(1);
        assertThat(keys.status().known()).isTrue();
        assertThat(keys.status().usable()).isTrue();
        down = true;
        background.advance(Duration.ofHours(10));
        assertThat(background.size()).as("it stopped, because nobody asks").isZero();
        assertThat(keys.status().usable()).isFalse();
        assertThat(keys.status().failure()).contains("no answer");

        down = false;
        background.advance(Duration.ofMinutes(1));
        assertThat(keys.status().usable()).isTrue();
        assertThat(keys.status().failure()).isEmpty();
        assertThat(keys.status().keys()).isEqualTo(1);
    }

    @Test
    @DisplayName("S-87 an idle application stops calling, and the next request finds keys that are not too old")
    void stopsWhenIdle() throws Exception {
        keys("first");
        background.advance(Duration.ofHours(10));
        assertThat(calls.get()).isEqualTo(1 + RefreshAhead.MOST_IDLE);
        assertThat(background.size()).isZero();

        published = TestTokens.jwkSet(SECOND);
        int before = calls.get();
        assertThat(keys("first")).isEmpty();
        assertThat(keys("second")).hasSize(1);
        assertThat(calls).hasValue(before + 1);

        background.advance(Duration.ofSeconds(241));
        assertThat(calls).as("it goes on").hasValue(before + 2);
    }

    @Test
    @DisplayName("S-87 a use of keys that are still fresh wakes the refresh that had gone to sleep")
    void wakesUp() throws Exception {
        keys("first");
        while (background.size() > 0) {
            background.advance(Duration.ofSeconds(1));
        }
        int before = calls.get();

        keys("first");
        background.advance(Duration.ofSeconds(1));

        assertThat(calls).hasValue(before + 1);
    }

    @Test
    @DisplayName("S-87 E5 a retired key is refused when the cache time is over, whoever asks first")
    void retiredKeysDoNotOutliveTheCache() throws Exception {
        keys("first");
        published = TestTokens.jwkSet(SECOND);
        clock.advance(Duration.ofSeconds(299));
        assertThat(keys("first")).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(keys("first")).isEmpty();
    }

    @Test
    @DisplayName("S-87 E5 keys are as old as the question that fetched them, not as the answer")
    void countsFromTheQuestion() throws Exception {
        RemoteJwkSet slow = PublishedKeys.at(
                () -> PLACE,
                uri -> {
                    calls.incrementAndGet();
                    clock.advance(Duration.ofSeconds(4));
                    return published;
                },
                KeyLifetime.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(10)),
                clock.ticker(),
                new SettableScheduler(clock));
        slow.keys(Optional.of("first"));
        published = TestTokens.jwkSet(SECOND);

        clock.advance(Duration.ofSeconds(296));
        assertThat(slow.keys(Optional.of("first"))).isEmpty();
    }

    @Test
    @DisplayName("S-87 a kid that the server uses again for another key works after the refresh")
    void followsAReusedKid() throws Exception {
        VerificationKey before = keys("first").get(0);
        published = TestTokens.jwkSet(SigningKey.es256("first"));
        keys("first");
        background.advance(Duration.ofMinutes(4));

        assertThat(keys("first")).hasSize(1).doesNotContain(before);
    }

    @Test
    @DisplayName("S-87 keys that did not verify a token are fetched again, once in each interval")
    void replacesKeysThatDoNotVerify() throws Exception {
        List<VerificationKey> tried = keys("first");
        assertThat(keys.keysInsteadOf(tried, Optional.of("first"))).isEmpty();
        assertThat(calls).hasValue(1);

        published = TestTokens.jwkSet(SigningKey.es256("first"));
        clock.advance(Duration.ofSeconds(10));
        List<VerificationKey> newer = keys.keysInsteadOf(tried, Optional.of("first"));
        assertThat(newer).hasSize(1).doesNotContainAnyElementsOf(tried);
        assertThat(keys.keysInsteadOf(tried, Optional.of("first"))).isEqualTo(newer);
        for (int i = 0; i < 100; i++) {
            assertThat(keys.keysInsteadOf(newer, Optional.of("first"))).isEmpty();
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-87 E11 a token that does not verify is no outage while the server is down, and good ones pass")
    void badSignaturesAreNoOutage() throws Exception {
        List<VerificationKey> tried = keys("first");
        down = true;
        clock.advance(Duration.ofSeconds(10));

        for (int i = 0; i < 20; i++) {
            assertThat(keys.keysInsteadOf(tried, Optional.of("first"))).isEmpty();
        }
        assertThat(calls).hasValue(2);
        assertThat(keys("first")).isEqualTo(tried);
    }

    @Test
    @DisplayName("S-87 finds a new key after a rotation, and no longer the retired one after the next fetch")
    void followsARotation() throws Exception {
        keys("first");
        published = TestTokens.jwkSet(SECOND);
        clock.advance(Duration.ofSeconds(10));

        assertThat(keys("second")).hasSize(1);
        assertThat(keys("first")).isEmpty();
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName(
            "S-87 G6 a flood of unknown kids causes one call in each interval; those not looked for are not called bad")
    void limitsReloads() throws Exception {
        int unknown = 0;
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 100; i++) {
                try {
                    assertThat(keys("made-up-" + second + "-" + i)).isEmpty();
                    unknown++;
                } catch (VerificationUnavailableException e) {
                    assertThat(e).hasMessageContaining("jwksReloadSeconds");
                }
            }
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(calls).hasValue(6);
        assertThat(unknown).as("those of the moment of a fetch").isEqualTo(6 * 100);
    }

    /** Starts lookups of an id that is not known, and comes back when the first of them is being fetched for. */
    private List<Future<String>> lookUp(ExecutorService threads, int howMany, String id) throws Exception {
        int before = calls.get();
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            outcomes.add(threads.submit(() -> {
                try {
                    return keys(id).isEmpty() ? "unknown" : "found";
                } catch (VerificationUnavailableException e) {
                    return "unavailable";
                }
            }));
        }
        Await.until(() -> calls.get() > before);
        return outcomes;
    }

    private static List<String> outcomes(List<Future<String>> futures) throws Exception {
        List<String> outcomes = new ArrayList<>();
        for (Future<String> future : futures) {
            outcomes.add(future.get(10, TimeUnit.SECONDS));
        }
        return outcomes;
    }

    @Test
    @DisplayName("S-87 requests that come while the first keys are fetched share that fetch")
    void sharesOneFetch() throws Exception {
        answering = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> lookups = lookUp(threads, 8, "first");
            answering.countDown();

            assertThat(outcomes(lookups)).containsOnly("found");
        } finally {
            threads.shutdownNow();
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName("E7 made-up kids tie up a few threads only while the server is slow, and known ones none")
    void fewRequestsWait() throws Exception {
        keys("first");
        clock.advance(Duration.ofSeconds(10));
        answering = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> lookups = lookUp(threads, 60, "made-up");
            Await.until(() -> lookups.stream().filter(Future::isDone).count() == 60 - 16);

            assertThat(keys("first")).hasSize(1);
            answering.countDown();
            assertThat(outcomes(lookups)).containsOnly("unknown", "unavailable");
            assertThat(outcomes(lookups).stream().filter("unknown"::equals)).hasSize(16);
        } finally {
            threads.shutdownNow();
        }
        assertThat(calls).hasValue(2);
    }

    private List<Future<String>> lookUp(ExecutorService threads, int howMany, Sender sender, String id) {
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            outcomes.add(threads.submit(() -> outcome(sender, id)));
        }
        return outcomes;
    }

    private String outcome(Sender sender, String id) {
        try {
            return keys.keys(Optional.of(id), sender).isEmpty() ? "unknown" : "found";
        } catch (VerificationUnavailableException e) {
            return "unavailable";
        }
    }

    @Test
    @DisplayName(
            "E7 G6 strangers leave the others places to wait for a fetch: sixteen while there are keys, and half of all"
                    + " where their time is over")
    void strangersLeavePlaces() throws Exception {
        keys("first");
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (Duration pause : List.of(Duration.ofSeconds(10), Duration.ofMinutes(5))) {
                boolean beside = pause.compareTo(Duration.ofMinutes(1)) < 0;
                int places = beside ? 16 : 128;
                clock.advance(pause);
                answering = new CountDownLatch(1);
                List<Future<String>> strangers = lookUp(threads, places + 20, Sender.STRANGER, "made-up");
                Await.until(() -> strangers.stream().filter(Future::isDone).count() == 20);
                published = TestTokens.jwkSet(FIRST, SECOND);
                List<Future<String>> others = lookUp(threads, places + 5, Sender.KNOWN, beside ? "second" : "first");
                Await.until(() -> others.stream().filter(Future::isDone).count() == 5);
                answering.countDown();
                assertThat(outcomes(others).stream().filter("found"::equals)).hasSize(places);
                assertThat(outcomes(strangers).stream().filter("unavailable"::equals))
                        .hasSize(20);
                background.advance(Duration.ZERO);
            }
        } finally {
            answering.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName(
            "S-87 G6 a fetch that a stranger has caused, or that fails for one, keeps nobody else from causing another;"
                    + " both together cause two an interval")
    void strangersShareTheirOwnInterval() throws Exception {
        keys("first");
        for (boolean failing : new boolean[] {false, true}) {
            clock.advance(Duration.ofSeconds(10));
            int before = calls.get();
            down = failing;
            assertThat(outcome(Sender.STRANGER, "made-up")).isEqualTo(failing ? "unavailable" : "unknown");
            down = false;
            published = TestTokens.jwkSet(FIRST, failing ? SigningKey.es256("third") : SECOND);
            clock.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 20; i++) {
                assertThat(outcome(Sender.STRANGER, failing ? "third" : "second"))
                        .isEqualTo("unavailable");
            }
            assertThat(calls).hasValue(before + 1);
            assertThat(keys(failing ? "third" : "second")).hasSize(1);
            assertThat(calls).hasValue(before + 2);
            clock.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(VerificationUnavailableException.class)
                        .isThrownBy(() -> keys("made-up"));
            }
            assertThat(calls).hasValue(before + 2);
        }
    }

    @Test
    @DisplayName("E5 E11 keys whose time is over are not used before the server has been asked, and one request asks")
    void oneRequestRefreshes() throws Exception {
        keys("first");
        clock.advance(Duration.ofMinutes(5));
        published = TestTokens.jwkSet(SECOND);
        answering = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> lookups = lookUp(threads, 60, "first");
            assertThat(lookups).noneMatch(Future::isDone);
            answering.countDown();

            assertThat(outcomes(lookups)).hasSize(60).containsOnly("unknown");
        } finally {
            threads.shutdownNow();
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-87 E5 E11 the last good keys bridge an outage for a bounded time, and no request waits for a call")
    void bridgesAnOutage() throws Exception {
        keys("first");
        down = true;
        for (int second = 1; second < 3900; second++) {
            background.advance(Duration.ofSeconds(1));
            int before = calls.get();
            assertThat(keys("first")).as("second %s", second).hasSize(1);
            assertThat(calls).as("a request fetched").hasValue(before);
        }
        assertThat(calls.get()).isBetween(3600 / 11, 1 + 3700 / 10);
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("made-up"));

        background.advance(Duration.ofSeconds(1));
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));

        down = false;
        background.advance(Duration.ofSeconds(11));
        assertThat(keys("first")).hasSize(1);
    }

    @Test
    @DisplayName("S-94 finds a key whose kid is a number by its digits, and one whose kid is no text for every kid")
    void findsKeysWithoutTextAsKid() throws Exception {
        Map<String, Object> numbered = FIRST.jwk();
        numbered.put("kid", 17);
        published = TestTokens.jwkSet(List.of(numbered));
        assertThat(keys("17")).hasSize(1);
        clock.advance(Duration.ofSeconds(10));
        assertThat(keys("18")).isEmpty();

        Map<String, Object> nameless = SECOND.jwk();
        nameless.put("kid", null);
        published = TestTokens.jwkSet(List.of(numbered, nameless));
        background.advance(Duration.ofMinutes(4));
        assertThat(keys("17")).singleElement().matches(key -> key.id().isPresent());
        assertThat(keys("second")).singleElement().matches(key -> key.id().isEmpty());
    }

    @Test
    @DisplayName("S-87 G6 keys without an id decide nothing about a new kid that could not be looked for")
    void keysWithoutIdDecideNothing() throws Exception {
        Map<String, Object> nameless = FIRST.jwk();
        nameless.remove("kid");
        published = TestTokens.jwkSet(List.of(nameless));
        List<VerificationKey> tried = keys("new");
        assertThat(tried).hasSize(1);

        assertThatExceptionOfType(VerificationUnavailableException.class)
                .isThrownBy(() -> keys.keysInsteadOf(tried, Optional.of("new")));
        clock.advance(Duration.ofSeconds(10));
        assertThat(keys.keysInsteadOf(tried, Optional.of("new"))).hasSize(1);
    }

    @Test
    @DisplayName("S-94 logs a key that is left out once, with its kid and the reason, and tells it for its tokens")
    void logsWhatIsLeftOutOnce() throws Exception {
        Map<String, Object> exposed = SigningKey.es256("exposed").jwk();
        exposed.put("d", "c2VjcmV0");
        Map<String, Object> broken = Map.of("kty", "EC", "crv", "P-256", "x", "AA", "kid", "bro\nken");
        published = TestTokens.jwkSet(List.of(exposed, broken, FIRST.jwk()));
        TestLog log = new TestLog();
        keys("first");
        for (int minute = 0; minute < 20; minute++) {
            background.advance(Duration.ofMinutes(1));
            keys("first");
        }

        assertThat(calls).hasValueGreaterThan(2);
        assertThat(log.text())
                .containsOnlyOnce("WARN")
                .containsOnlyOnce("the key 'exposed' is left out, because it is");
        assertThat(log.text()).containsOnlyOnce("the key 'bro?ken' is left out").doesNotContain("c2VjcmV0");
        assertThat(keys.whyLeftOut("exposed").orElseThrow()).contains("private member 'd'");
        assertThat(keys.whyLeftOut("first")).isEmpty();
    }

    @Test
    @DisplayName("S-35 S-87 S-93 a set with keys that no accepted algorithm can use is unavailable, and says why")
    void isUnavailableWithoutAnAcceptedKey() {
        published = TestTokens.jwkSet(SigningKey.rsa("small", "RS256", 1024));

        assertThatExceptionOfType(VerificationUnavailableException.class)
                .isThrownBy(() -> keys("small"))
                .havingCause()
                .withMessageContaining("the key 'small' is left out, because it is an RSA key of 1024 bits");
    }

    /** Each is a JWK set, and says that the keys of the one before have gone. */
    private static List<String> withdrawals() {
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            many.add(FIRST.named(i == 0 ? "first" : "key-" + i).jwk());
        }
        Map<String, Object> forEncryption = new HashMap<>(FIRST.jwk());
        forEncryption.put("use", "enc");
        return List.of(
                "{\"keys\":[]}",
                "{\"keys\":[{}, 1]}",
                TestTokens.jwkSet(List.of(forEncryption)),
                TestTokens.jwkSet(many));
    }

    @ParameterizedTest
    @MethodSource("withdrawals")
    @DisplayName(
            "S-87 S-93 E5 a JWK set without a usable key withdraws the old ones: unavailable, and back with new keys")
    void withdrawsKeys(String withdrawal) throws Exception {
        keys("first");
        published = withdrawal;
        background.advance(Duration.ofMinutes(4));
        assertThat(calls).hasValueGreaterThan(1);

        int before = calls.get();
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));
            assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("made-up"));
            assertThatExceptionOfType(VerificationUnavailableException.class)
                    .isThrownBy(() -> keys.keys(Optional.empty()));
        }
        assertThat(calls.get()).as("the limit of calls").isLessThanOrEqualTo(before + 1);

        published = TestTokens.jwkSet(SECOND);
        background.advance(Duration.ofSeconds(11));
        before = calls.get();
        assertThat(keys("second")).hasSize(1);
        assertThat(calls).as("a request fetched").hasValue(before);
        assertThat(keys("first")).isEmpty();
    }

    @Test
    @DisplayName("S-87 E5 withdrawn keys do not come back while the server cannot be reached afterwards")
    void withdrawnKeysDoNotComeBack() throws Exception {
        keys("first");
        published = "{\"keys\":[]}";
        clock.advance(Duration.ofSeconds(10));
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("made-up"));
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));

        down = true;
        background.advance(Duration.ofSeconds(11));
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));
    }

    @Test
    @DisplayName(
            "S-60 E5 a token that does not verify with a key just withdrawn is not called bad: its key may be to come")
    void withdrawnKeysProveNothing() throws Exception {
        List<VerificationKey> tried = keys("first");
        published = "{\"keys\":[]}";
        clock.advance(Duration.ofSeconds(10));

        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(VerificationUnavailableException.class)
                    .isThrownBy(() -> keys.keysInsteadOf(tried, Optional.of("first")));
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-87 E5 after an outage that nobody saw the end of, old keys are not used before the server is asked")
    void anOldFailureBridgesNothing() throws Exception {
        keys("first");
        down = true;
        background.advance(Duration.ofMinutes(20));
        assertThat(background.size()).as("idle").isZero();
        down = false;
        published = TestTokens.jwkSet(SECOND);

        assertThat(keys("first")).isEmpty();
    }

    @Test
    @DisplayName("S-87 E11 after an idle outage the first request asks, and the old keys still bridge it")
    void bridgesAnOutageAfterIdling() throws Exception {
        keys("first");
        down = true;
        background.advance(Duration.ofMinutes(20));
        int before = calls.get();

        assertThat(keys("first")).hasSize(1);
        assertThat(keys("first")).hasSize(1);
        assertThat(calls).hasValue(before + 1);
    }

    @Test
    @DisplayName("E11 while the server is down a slow attempt in the background holds nobody up")
    void aSlowAttemptHoldsNobodyUp() throws Exception {
        keys("first");
        down = true;
        background.advance(Duration.ofSeconds(400));
        assertThat(keys("first")).hasSize(1);
        answering = new CountDownLatch(1);
        int before = calls.get();
        Thread hanging = new Thread(() -> background.advance(Duration.ofSeconds(11)));
        hanging.start();
        try {
            Await.until(() -> calls.get() > before);
            clock.advance(Duration.ofMinutes(2));
            for (int i = 0; i < 100; i++) {
                assertThat(keys("first")).hasSize(1);
            }
        } finally {
            answering.countDown();
            hanging.join();
        }
        assertThat(calls).hasValue(before + 1);
    }

    @Test
    @DisplayName("S-87 E11 keys that were never had are fetched in the background too, once the server is back")
    void recoversInTheBackground() throws Exception {
        down = true;
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));
        background.advance(Duration.ofMillis(999));
        assertThat(calls).hasValue(1);
        background.advance(Duration.ofMillis(1));
        assertThat(calls).hasValue(2);
        down = false;
        background.advance(Duration.ofSeconds(2));
        assertThat(calls).hasValue(3);

        assertThat(keys("first")).hasSize(1);
        assertThat(calls).hasValue(3);
    }

    @Test
    @DisplayName("S-60 a fault of the call is an outage like any other, and is not repeated at once")
    void faultsAreOutages() {
        RemoteJwkSet broken = PublishedKeys.at(
                () -> PLACE,
                uri -> {
                    calls.incrementAndGet();
                    throw new IllegalArgumentException("port out of range");
                },
                KeyLifetime.of(Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(1)),
                clock.ticker(),
                new SettableScheduler(clock));

        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(VerificationUnavailableException.class)
                    .isThrownBy(() -> broken.keys(Optional.empty()));
        }
        assertThat(calls).hasValue(1);
        clock.advance(Duration.ofSeconds(10));
        assertThatExceptionOfType(VerificationUnavailableException.class)
                .isThrownBy(() -> broken.keys(Optional.empty()));
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-60 E11 is unavailable, not empty, when the keys cannot be fetched, and does not hammer")
    void isUnavailableWhileDown() throws Exception {
        down = true;
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));
        }
        assertThat(calls).hasValue(1);

        down = false;
        clock.advance(Duration.ofSeconds(10));
        assertThat(keys("first")).hasSize(1);
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-87 E11 good tokens still pass under cached keys when a reload for an unknown kid fails")
    void knownKeysOutliveAFailedReload() throws Exception {
        keys("first");
        down = true;
        clock.advance(Duration.ofSeconds(10));

        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("made-up"));
        assertThat(keys("first")).hasSize(1);
    }

    @Test
    @DisplayName("S-87 skips keys of unknown type and broken ones, and keeps the rest")
    void skipsUnknownKeys() throws Exception {
        List<Map<String, Object>> jwks = new ArrayList<>();
        jwks.add(Map.of("kty", "XMSS", "kid", "strange"));
        jwks.add(Map.of("kty", "oct", "k", "c2VjcmV0", "kid", "symmetric"));
        jwks.add(Map.of("kty", "EC", "crv", "P-256", "x", "AA", "kid", "broken"));
        jwks.add(Map.of("kid", "nothing"));
        jwks.add(FIRST.jwk());
        published = TestTokens.jwkSet(jwks);

        assertThat(keys.keys(Optional.empty())).hasSize(1);
        assertThat(keys("first")).hasSize(1);
        assertThat(keys("symmetric")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":[]}",
                "{\"keys\":[{}, 1]}",
                "<html>",
                "{\"keys\":[]"
            })
    @DisplayName("S-60 a document that is no JWK set makes verification unavailable")
    void refusesOtherDocuments(String document) {
        published = document;

        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("first"));
    }

    @Test
    @DisplayName("E3 refuses a set of very many keys")
    void refusesVeryManyKeys() {
        List<Map<String, Object>> jwks = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            jwks.add(FIRST.named("key-" + i).jwk());
        }
        published = TestTokens.jwkSet(jwks);

        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys("key-1"));
    }
}
