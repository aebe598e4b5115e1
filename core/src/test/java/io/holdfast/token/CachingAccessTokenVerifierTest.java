package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.Await;
import io.holdfast.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CachingAccessTokenVerifierTest {
    private final SettableClock clock = SettableClock.atPresent();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, Instant> good = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Object> claims = new HashMap<>(Map.of("iss", "https://login.example.com"));
    private volatile @Nullable TokenRejectedException rejection;
    private volatile boolean down;
    private volatile Duration leeway = Duration.ZERO;
    private volatile CountDownLatch answering = new CountDownLatch(0);

    private final CachingAccessTokenVerifier cache = builder().size(100).build();

    private CachingAccessTokenVerifier.Builder builder() {
        return CachingAccessTokenVerifier.before(this::answer)
                .lifetime(Duration.ofSeconds(30))
                .rejectionLifetime(Duration.ofSeconds(10))
                .clock(clock)
                .ticker(clock.ticker());
    }

    private VerifiedToken answer(String token) throws TokenRejectedException, VerificationUnavailableException {
        calls.incrementAndGet();
        try {
            assertThat(answering.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (down) {
            throw new VerificationUnavailableException("no answer");
        }
        if (token.equals("fault")) {
            throw new IllegalStateException("a fault of ours");
        }
        TokenRejectedException other = rejection;
        if (other != null) {
            throw other;
        }
        Instant exp = good.get(token);
        if (exp == null || !clock.instant().minus(leeway).isBefore(exp)) {
            throw new TokenRejectedException(TokenRejection.TOKEN_INACTIVE, "unknown");
        }
        return new VerifiedToken(TokenKey.of(token), SharedFacts.NONE.in(claims, exp, null), claims);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private String good(String token, long seconds) {
        good.put(token, clock.instant().plusSeconds(seconds));
        return token;
    }

    private String outcome(String token) {
        return outcome(cache, token);
    }

    private static String outcome(CachingAccessTokenVerifier asked, String token) {
        try {
            asked.verify(token);
            return "accepted";
        } catch (TokenRejectedException e) {
            return "rejected";
        } catch (VerificationUnavailableException e) {
            return "unavailable";
        } catch (IllegalStateException e) {
            return "failed";
        }
    }

    @Test
    @DisplayName("S-59 asks once and remembers for the configured seconds, then asks again")
    void remembersForTheConfiguredSeconds() {
        good("t", 300);
        for (int i = 0; i < 50; i++) {
            assertThat(outcome("t")).isEqualTo("accepted");
        }
        clock.advance(Duration.ofMillis(29_999));
        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(calls).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-99 forgets all answers, good and bad, and those that are under way")
    void forgetsAllAnswers() throws Exception {
        good("t", 300);
        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(outcome("bad")).isEqualTo("rejected");
        answering = new CountDownLatch(1);
        good("late", 300);
        Future<String> accepted = threads.submit(() -> outcome("late"));
        Future<String> rejected = threads.submit(() -> outcome("late and bad"));
        Await.until(() -> calls.get() == 4);

        cache.forget();
        answering.countDown();

        assertThat(accepted.get(10, TimeUnit.SECONDS)).isEqualTo("accepted");
        assertThat(rejected.get(10, TimeUnit.SECONDS)).isEqualTo("rejected");
        assertThat(cache.size()).isZero();
        down = true;
        assertThat(List.of(outcome("t"), outcome("bad"), outcome("late"), outcome("late and bad")))
                .containsOnly("unavailable");
    }

    @Test
    @DisplayName("S-59 gives the remembered token itself, and counts answers from memory and the others")
    void countsHitsAndMisses() throws Exception {
        VerifiedToken first = cache.verify(good("t", 300));
        assertThat(cache.verify("t")).isSameAs(first);
        for (int i = 0; i < 3; i++) {
            assertThat(outcome("made-up")).isEqualTo("rejected");
        }

        TokenCacheStatus status = cache.cacheStatus();
        assertThat(status.hits()).isEqualTo(3);
        assertThat(status.misses()).isEqualTo(2);
        assertThat(status.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("S-59 a revoked token is refused once the configured seconds are over")
    void noticesRevocation() {
        good("t", 300);
        assertThat(outcome("t")).isEqualTo("accepted");
        good.remove("t");
        clock.advance(Duration.ofSeconds(30));

        assertThat(outcome("t")).isEqualTo("rejected");
    }

    @Test
    @DisplayName("S-59 E15 asks again from the second of exp on, however long it would remember")
    void neverOutlivesExp() {
        good("t", 5);
        assertThat(outcome("t")).isEqualTo("accepted");
        clock.advance(Duration.ofMillis(4_999));
        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(calls).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(outcome("t")).isEqualTo("rejected");
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName(
            "S-59 E15 exp is compared with the wall clock and the lifetime with the ticker, so setting either helps nobody")
    void heedsBothClocks() {
        good("t", 20);
        assertThat(outcome("t")).isEqualTo("accepted");
        clock.jump(Duration.ofSeconds(20));
        assertThat(outcome("t")).isEqualTo("rejected");

        good("u", 3000);
        assertThat(outcome("u")).isEqualTo("accepted");
        clock.jump(Duration.ofDays(-1));
        clock.advance(Duration.ofSeconds(30));
        assertThat(outcome("u")).isEqualTo("accepted");
        assertThat(calls).hasValue(4);
    }

    @Test
    @DisplayName("S-59 the age of an answer counts from when it was asked for")
    void ageCountsFromTheQuestion() throws Exception {
        good("t", 300);
        answering = new CountDownLatch(1);
        Future<String> slow = threads.submit(() -> outcome("t"));
        Await.until(() -> calls.get() == 1);
        clock.advance(Duration.ofSeconds(4));
        answering.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo("accepted");

        clock.advance(Duration.ofSeconds(26));
        outcome("t");
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-59 remembers a rejection for seconds of its own")
    void remembersRejections() {
        for (int i = 0; i < 50; i++) {
            assertThat(outcome("made-up")).isEqualTo("rejected");
        }
        assertThat(calls).hasValue(1);

        good("made-up", 300);
        clock.advance(Duration.ofSeconds(10));
        assertThat(outcome("made-up")).isEqualTo("accepted");
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-60 remembers no outage, and prolongs nothing because of one")
    void remembersNoOutage() {
        good("t", 300);
        assertThat(outcome("t")).isEqualTo("accepted");
        down = true;
        clock.advance(Duration.ofSeconds(29));
        assertThat(outcome("t")).isEqualTo("accepted");
        clock.advance(Duration.ofSeconds(1));
        assertThat(outcome("t")).isEqualTo("unavailable");

        down = false;
        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(calls).hasValue(3);
    }

    @Test
    @DisplayName("S-59 knows a token by its whole text")
    void knowsATokenByItsWholeText() {
        good("token", 300);
        assertThat(outcome("token")).isEqualTo("accepted");

        for (String other : List.of("Token", "token=", "token ", "toke", "")) {
            assertThat(outcome(other)).isEqualTo("rejected");
        }
    }

    @Test
    @DisplayName("S-59 a flood of made-up tokens is bounded and pushes out no good one")
    void aFloodPushesOutNoGoodToken() {
        good("t", 300);
        assertThat(outcome("t")).isEqualTo("accepted");
        for (int i = 0; i < 10_000; i++) {
            assertThat(outcome("made-up-" + i)).isEqualTo("rejected");
        }
        int before = calls.get();

        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(calls).hasValue(before);
        assertThat(cache.size()).isEqualTo(101);
    }

    @Test
    @DisplayName("S-59 with more good tokens than there is room for, the oldest goes first")
    void theOldestGoesFirst() {
        for (int i = 0; i < 101; i++) {
            assertThat(outcome(good("t" + i, 300))).isEqualTo("accepted");
        }
        assertThat(cache.size()).isEqualTo(100);
        outcome("t100");
        outcome("t1");
        assertThat(calls).hasValue(101);

        outcome("t0");
        assertThat(calls).hasValue(102);
    }

    @Test
    @DisplayName("S-59 what has had its time makes room, replaced entries too")
    void whatHadItsTimeMakesRoom() {
        for (int round = 0; round < 1000; round++) {
            outcome(good("t", 300));
            outcome(good("only-" + round, 300));
            clock.advance(Duration.ofSeconds(31));
        }

        assertThat(cache.size()).isLessThanOrEqualTo(4);
    }

    @Test
    @DisplayName("remembers nothing where the lifetime is zero")
    void remembersNothingWithoutLifetime() {
        CachingAccessTokenVerifier none = builder()
                .lifetime(Duration.ZERO)
                .rejectionLifetime(Duration.ZERO)
                .build();
        good("t", 300);

        assertThat(List.of(outcome(none, "t"), outcome(none, "t"), outcome(none, "x"), outcome(none, "x")))
                .containsExactly("accepted", "accepted", "rejected", "rejected");
        assertThat(calls).hasValue(4);
        assertThatThrownBy(() -> builder().size(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-59 a token within the leeway is asked about each time, and pushes out no good one")
    void keepsNoneWithinTheLeeway() {
        leeway = Duration.ofSeconds(30);
        good("t", 300);
        outcome("t");
        for (int i = 0; i < 200; i++) {
            assertThat(outcome(good("late-" + i, 0))).isEqualTo("accepted");
        }
        assertThat(cache.size()).isEqualTo(1);
        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(calls).hasValue(201);
    }

    @Test
    @DisplayName("S-59 a token that takes too much memory is accepted and not remembered")
    void remembersNoHeavyToken() {
        claims.put("authorization_details", Collections.nCopies(100, Map.of()));
        good("light", 300);
        outcome("light");
        outcome("light");
        assertThat(calls).hasValue(1);

        claims.put("authorization_details", Collections.nCopies(1000, Map.of()));
        good("heavy", 300);
        assertThat(List.of(outcome("heavy"), outcome("heavy"))).containsOnly("accepted");
        assertThat(calls).hasValue(3);
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("S-59 what is remembered takes 8 KiB a token at most, on the average")
    void boundsTheMemory() {
        claims.put("text", "x".repeat(20_000));
        for (int i = 0; i < 100; i++) {
            assertThat(outcome(good("t" + i, 300))).isEqualTo("accepted");
        }

        assertThat(cache.size()).isBetween(15, 20);
    }

    @Test
    @DisplayName("S-59 what was refused for its text alone takes up no room")
    void remembersNothingThatCostNothing() {
        rejection = TokenRejectedException.ofTheTextAlone(TokenRejection.TOKEN_TOO_LONG, "too long");
        for (int i = 0; i < 10; i++) {
            assertThat(outcome("long-" + i)).isEqualTo("rejected");
        }

        assertThat(cache.size()).isZero();
    }

    @Test
    @DisplayName("S-59 that a token is not valid yet is remembered for a second")
    void aTokenBecomesValid() {
        rejection = new TokenRejectedException(TokenRejection.TOKEN_NOT_YET_VALID, "not yet");
        good("t", 300);
        assertThat(List.of(outcome("t"), outcome("t"))).containsOnly("rejected");
        assertThat(calls).hasValue(1);
        rejection = null;
        clock.advance(Duration.ofSeconds(1));

        assertThat(outcome("t")).isEqualTo("accepted");
    }

    @Test
    @DisplayName("E7 those who waited make room for others to wait")
    void waitersMakeRoom() throws Exception {
        for (int round = 0; round < 3; round++) {
            String token = good("t" + round, 300);
            answering = new CountDownLatch(1);
            List<Future<String>> requests = verify(41, token);
            Await.until(() -> cache.waiting() == 40);
            answering.countDown();
            assertThat(outcomes(requests)).containsOnly("accepted");
        }
        assertThat(cache.waiting()).isZero();
    }

    @Test
    @DisplayName("S-59 a request that found nothing looks again when its turn has come, and asks only then")
    void looksAgain() {
        good("t", 300);
        // The first look finds nothing, because it comes late; the second finds what another request has put there.
        Queue<Long> ticks = new ArrayDeque<>();
        CachingAccessTokenVerifier asked =
                builder().ticker(() -> ticks.isEmpty() ? 0 : ticks.remove()).build();
        assertThat(outcome(asked, "t")).isEqualTo("accepted");
        ticks.add(Duration.ofSeconds(31).toNanos());

        assertThat(outcome(asked, "t")).isEqualTo("accepted");
        assertThat(calls).hasValue(1);
    }

    /** Starts as many requests with a token, and comes back when the first of them is being verified. */
    private List<Future<String>> verify(int howMany, String token) throws Exception {
        int before = calls.get();
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            outcomes.add(threads.submit(() -> outcome(token)));
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
    @DisplayName("S-59 concurrent first uses of one token make one call, good or bad")
    void sharesOneCall() throws Exception {
        good("t", 300);
        answering = new CountDownLatch(1);
        List<Future<String>> accepted = verify(50, "t");
        List<Future<String>> rejected = verify(14, "made-up");
        answering.countDown();

        assertThat(outcomes(accepted)).containsOnly("accepted");
        assertThat(outcomes(rejected)).containsOnly("rejected");
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("S-60 a call that fails wakes all who wait for it with the failure, and the next one asks anew")
    void aFailureWakesAll() throws Exception {
        good("t", 300);
        down = true;
        answering = new CountDownLatch(1);
        List<Future<String>> outage = verify(30, "t");
        List<Future<String>> fault = verify(2, "fault");
        Await.until(() -> cache.waiting() == 29 + 1);
        answering.countDown();

        assertThat(outcomes(outage)).containsOnly("unavailable");
        assertThat(outcomes(fault)).containsOnly("unavailable");
        down = false;
        assertThat(outcome("t")).isEqualTo("accepted");
        assertThat(outcome("fault")).isEqualTo("failed");
        assertThat(outcome("fault")).isEqualTo("failed");
    }

    @Test
    @DisplayName("S-60 the cause of a failed call is told to those who waited for it")
    void tellsWhyTheCallFailed() throws Exception {
        down = true;
        answering = new CountDownLatch(1);
        List<Future<VerificationUnavailableException>> requests = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            requests.add(threads.submit(
                    () -> catchThrowableOfType(VerificationUnavailableException.class, () -> cache.verify("t"))));
        }
        Await.until(() -> cache.waiting() == 1);
        answering.countDown();

        for (Future<VerificationUnavailableException> request : requests) {
            VerificationUnavailableException failure = request.get(10, TimeUnit.SECONDS);
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            assertThat(cause).hasMessage("no answer");
        }
    }

    @Test
    @DisplayName("E7 only so many requests wait; the others are told at once, and remembered tokens go on")
    void onlySoManyWait() throws Exception {
        good("known", 300);
        outcome("known");
        good("t", 300);
        answering = new CountDownLatch(1);
        List<Future<String>> requests = verify(100, "t");
        Await.until(() -> requests.stream().filter(Future::isDone).count() == 100 - 65);

        assertThat(outcome("known")).isEqualTo("accepted");
        answering.countDown();
        assertThat(outcomes(requests).stream().filter("unavailable"::equals)).hasSize(35);
        assertThat(outcomes(requests).stream().filter("accepted"::equals)).hasSize(65);
        assertThat(calls).hasValue(2);
    }

    @Test
    @DisplayName("E7 who waits for another request's call does not wait for ever")
    void doesNotWaitForEver() throws Exception {
        CachingAccessTokenVerifier impatient =
                builder().longestWait(Duration.ofMillis(20)).build();
        answering = new CountDownLatch(1);
        Future<String> first = threads.submit(() -> outcome(impatient, "t"));
        Await.until(() -> calls.get() == 1);

        assertThat(outcome(impatient, "t")).isEqualTo("unavailable");
        assertThat(first.isDone()).isFalse();
        answering.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("rejected");
    }

    private String ofStranger(String token) {
        return ofStranger(cache, token);
    }

    private static String ofStranger(CachingAccessTokenVerifier cache, String token) {
        try {
            cache.verify(token, Sender.STRANGER);
            return "accepted";
        } catch (TokenRejectedException e) {
            return "rejected";
        } catch (VerificationUnavailableException e) {
            return "unavailable";
        }
    }

    @Test
    @DisplayName(
            "S-91 G6 made-up tokens of strangers are asked about 32 times at once and 10 times a second after that")
    void boundsStrangers() {
        for (int i = 0; i < 1000; i++) {
            assertThat(ofStranger("made-up-" + i)).isEqualTo(i < 32 ? "rejected" : "unavailable");
        }
        assertThat(calls).hasValue(32);
        for (int second = 0; second < 20; second++) {
            clock.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 100; i++) {
                ofStranger("more-" + second + "-" + i);
            }
        }
        assertThat(calls).hasValue(32 + 20 * 10);
        assertThat(outcome("of somebody known")).isEqualTo("rejected");
        assertThat(calls).hasValue(32 + 20 * 10 + 1);
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 100; i++) {
            ofStranger("later-" + i);
        }
        assertThat(calls).hasValue(32 + 20 * 10 + 1 + 32);
    }

    @Test
    @DisplayName("S-91 G6 good tokens of strangers use up nothing, nor does what is refused for its text alone")
    void goodTokensOfStrangersAreFree() {
        for (int i = 0; i < 200; i++) {
            assertThat(ofStranger(good("t" + i, 300))).isEqualTo("accepted");
        }
        rejection = TokenRejectedException.ofTheTextAlone(TokenRejection.TOKEN_TOO_LONG, "too long");
        for (int i = 0; i < 200; i++) {
            assertThat(ofStranger("long-" + i)).isEqualTo("rejected");
        }
    }

    @Test
    @DisplayName(
            "S-91 G6 a token that was accepted within a day is asked about whatever strangers do, until it is refused")
    void acceptedTokensAreKnown() {
        assertThat(ofStranger(good("t", 200_000))).isEqualTo("accepted");
        assertThat(ofStranger(good("old", 200_000))).isEqualTo("accepted");
        for (int i = 0; i < 100; i++) {
            ofStranger("made-up-" + i);
        }
        clock.advance(Duration.ofSeconds(30));
        for (int i = 0; i < 100; i++) {
            ofStranger("again-" + i);
        }
        assertThat(ofStranger("t")).isEqualTo("accepted");
        good.remove("t");
        clock.advance(Duration.ofSeconds(30));
        assertThat(ofStranger("t")).as("it is asked about once more").isEqualTo("rejected");
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 32; i++) {
            assertThat(ofStranger("later-" + i)).isEqualTo("rejected");
        }
        assertThat(ofStranger("t")).isEqualTo("unavailable");
        assertThat(ofStranger("old")).isEqualTo("unavailable");
    }

    @Test
    @DisplayName("S-91 G6 a refused token is a stranger's again, though it was accepted within the day")
    void refusedTokensAreStrangers() {
        assertThat(ofStranger(good("t", 200_000))).isEqualTo("accepted");
        good.remove("t");
        clock.advance(Duration.ofSeconds(30));
        assertThat(ofStranger("t")).isEqualTo("rejected");
        clock.advance(Duration.ofSeconds(10)); // the rejection is forgotten
        for (int i = 0; i < 100; i++) {
            ofStranger("made-up-" + i);
        }

        assertThat(ofStranger("t")).isEqualTo("unavailable");
    }

    @Test
    @DisplayName("E7 G6 strangers who wait for one another's call leave the others their places")
    void strangersLeavePlaces() throws Exception {
        good("known", 300);
        answering = new CountDownLatch(1);
        List<Future<String>> strangers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            strangers.add(threads.submit(() -> ofStranger("made-up")));
        }
        Await.until(() -> strangers.stream().filter(Future::isDone).count() == 100 - 65);
        List<Future<String>> others = verify(65, "known");
        Await.until(() -> cache.waiting() == 64 + 64);
        answering.countDown();
        assertThat(outcomes(others)).containsOnly("accepted");
    }

    private List<Future<String>> ofStrangers(int count, IntFunction<String> token) {
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String one = token.apply(i);
            outcomes.add(threads.submit(() -> ofStranger(one)));
        }
        return outcomes;
    }

    @Test
    @DisplayName("S-101 E11 after a start all good tokens of strangers get their turn, ten at once")
    void strangersWaitAtAStart() throws Exception {
        for (int i = 0; i < 200; i++) {
            good("t" + i, 300);
        }
        answering = new CountDownLatch(1);
        List<Future<String>> outcomes = ofStrangers(200, i -> "t" + i);
        Await.until(() -> calls.get() == 10);
        answering.countDown();
        assertThat(outcomes(outcomes)).containsOnly("accepted");
        assertThat(calls).hasValue(200);
    }

    @Test
    @DisplayName(
            "S-91 G6 E11 made-up tokens cause no more calls at a start, and nobody waits for them longer than they last")
    void aFloodAtAStartIsBounded() throws Exception {
        answering = new CountDownLatch(1);
        List<Future<String>> outcomes = ofStrangers(400, i -> "made-up-" + i);
        Await.until(() -> outcomes.stream().filter(Future::isDone).count() == 400 - 10 - 256);
        assertThat(calls).hasValue(10);
        answering.countDown();
        assertThat(outcomes(outcomes)).containsOnly("rejected", "unavailable");
        assertThat(calls).hasValue(32);
        assertThat(outcomes(outcomes).stream().filter("rejected"::equals)).hasSize(32);
    }

    @Test
    @DisplayName("G6 E11 made-up tokens alone keep no stranger waiting for ever: a flood ends the waiting")
    void aFloodEndsTheWaiting() throws Exception {
        CachingAccessTokenVerifier patient =
                builder().longestWait(Duration.ofMinutes(10)).build();
        for (int i = 0; i < 32; i++) {
            assertThat(ofStranger(patient, "made-up-" + i)).isEqualTo("rejected");
        }
        clock.advance(Duration.ofSeconds(1));
        answering = new CountDownLatch(1);
        List<Future<String>> outcomes = IntStream.range(0, 100)
                .mapToObj(i -> threads.submit(() -> ofStranger(patient, "fresh-" + i)))
                .toList();
        Await.until(() -> outcomes.stream().filter(Future::isDone).count() == 100 - 10);
        answering.countDown();
        assertThat(outcomes(outcomes).stream().filter("rejected"::equals)).hasSize(10);
    }

    @Test
    @DisplayName("S-91 G6 E11 ten seconds after the first good token no stranger waits any more")
    void nobodyWaitsLater() throws Exception {
        assertThat(outcome(good("t", 300))).isEqualTo("accepted");
        clock.advance(Duration.ofSeconds(10));
        answering = new CountDownLatch(1);
        List<Future<String>> outcomes = ofStrangers(100, i -> "made-up-" + i);
        Await.until(() -> outcomes.stream().filter(Future::isDone).count() == 100 - 32);
        answering.countDown();
        assertThat(outcomes(outcomes).stream().filter("rejected"::equals)).hasSize(32);
    }

    @Test
    @DisplayName("S-59 many threads and tokens at once: one call each")
    void manyThreadsAndTokens() throws Exception {
        for (int i = 0; i < 20; i++) {
            good("t" + i, 300);
        }
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String token = "t" + i % 20;
            outcomes.add(threads.submit(() -> outcome(token)));
        }

        assertThat(outcomes(outcomes).stream().filter(outcome -> !outcome.equals("accepted")))
                .allMatch("unavailable"::equals);
        assertThat(calls).hasValue(20);
    }
}
