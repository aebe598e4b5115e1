package io.holdfast.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.Await;
import io.holdfast.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SingleFlightTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final SettableClock clock = SettableClock.atPresent();
    private final Places places = new Places(4);
    private final SingleFlight<String, String> flight = flight(LONG);
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Queue<Runnable> given = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        gate.countDown();
        threads.shutdownNow();
    }

    private SingleFlight<String, String> flight(Duration longestWait) {
        return new SingleFlight<>("the answers", places, longestWait, clock.ticker());
    }

    private String atTheGate() throws IOException {
        calls.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        return "answer";
    }

    /** A caller who makes the call himself, if nobody else does. */
    private String call(SingleFlight<String, String> of, String key) {
        try {
            return of.<IOException, RuntimeException>of(key, null, this::atTheGate);
        } catch (IOException e) {
            return "own: " + e.getMessage();
        } catch (NoOutcomeException e) {
            return e.getMessage();
        }
    }

    /** A caller who lets {@link #given} make the call. */
    private String background(SingleFlight<String, String> of, Places share) {
        try {
            return of.await("key", share, given::add, () -> "late answer");
        } catch (NoOutcomeException e) {
            return e.getMessage();
        }
    }

    private List<Future<String>> many(int howMany) {
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            outcomes.add(threads.submit(() -> call(flight, "key")));
        }
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
    @DisplayName("callers with one key share a call, another key has its own, and the next caller makes another")
    void sharesACall() throws Exception {
        List<Future<String>> sharing = many(5);
        Await.until(() -> places.taken() == 4);
        Future<String> other = threads.submit(() -> call(flight, "other"));
        Await.until(() -> calls.get() == 2);
        gate.countDown();

        assertThat(outcomes(sharing)).containsOnly("answer");
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(places.taken()).isZero();
        assertThat(call(flight, "key")).isEqualTo("answer");
        assertThat(calls).hasValue(3);
    }

    @Test
    @DisplayName("only so many wait; the others are refused at once")
    void boundsHowManyWait() throws Exception {
        List<Future<String>> sharing = many(20);
        Await.until(() -> sharing.stream().filter(Future::isDone).count() == 20 - 5);
        gate.countDown();

        assertThat(outcomes(sharing).stream().filter("answer"::equals)).hasSize(5);
        assertThat(outcomes(sharing).stream().filter("Enough requests wait for the answers already."::equals))
                .hasSize(15);
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName("who has something good enough meanwhile does not wait, and takes no place")
    void doesNotWaitWithSomethingElse() throws Exception {
        Future<String> first = threads.submit(() -> call(flight, "key"));
        Await.until(() -> calls.get() == 1);
        for (int i = 0; i < 100; i++) {
            assertThat(flight.<IOException, RuntimeException>of("key", "earlier", this::atTheGate))
                    .isEqualTo("earlier");
        }
        gate.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName("nobody waits longer than the longest wait; the call goes on for its caller")
    void boundsHowLong() throws Exception {
        SingleFlight<String, String> impatient = flight(Duration.ofMillis(20));
        Future<String> first = threads.submit(() -> call(impatient, "key"));
        Await.until(() -> calls.get() == 1);

        assertThatExceptionOfType(NoOutcomeException.class)
                .isThrownBy(() -> impatient.<IOException, RuntimeException>of("key", null, this::atTheGate))
                .withMessage("The answers have not come within 20 ms.")
                .withNoCause()
                .matches(NoOutcomeException::isLate);
        assertThat(places.taken()).isZero();
        gate.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
    }

    @Test
    @DisplayName("nobody begins to wait for a background call that has lasted longer than the longest wait")
    void doesNotWaitForAnOldCall() throws Exception {
        Future<String> first = threads.submit(() -> background(flight, places));
        Await.until(() -> given.size() == 1);
        clock.advance(LONG);
        Future<String> second = threads.submit(() -> background(flight, places));
        Await.until(() -> places.taken() == 2);
        clock.advance(Duration.ofNanos(1));

        assertThat(background(flight, places)).isEqualTo("The answers have not come within 300000 ms.");
        given.remove().run();
        assertThat(outcomes(List.of(first, second))).containsOnly("late answer");
        assertThat(given).isEmpty();
    }

    @Test
    @DisplayName("who is interrupted goes at once and stays interrupted; the others and the call go on")
    void interruptionLeavesTheOthersAlone() throws Exception {
        List<Future<String>> others = many(2);
        Await.until(() -> places.taken() == 1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<String> interrupted = threads.submit(() -> {
            thread.set(Thread.currentThread());
            String outcome = call(flight, "key");
            return Thread.interrupted() + ": " + outcome;
        });
        Await.until(() -> places.taken() == 2);
        thread.get().interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS))
                .isEqualTo("true: The thread was interrupted: the server is stopping.");
        assertThat(others).noneMatch(Future::isDone);
        gate.countDown();
        assertThat(outcomes(others)).containsOnly("answer");
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName("who makes the call gets its failure as it is, who waits gets it as a cause, an Error too")
    void failsForAll() throws Exception {
        for (Throwable failure :
                List.of(new IOException("down"), new IllegalStateException("fault"), new OutOfMemoryError("none"))) {
            CountDownLatch failing = new CountDownLatch(1);
            AtomicInteger made = new AtomicInteger();
            SingleFlight.Call<String, Exception, RuntimeException> call = () -> {
                made.incrementAndGet();
                failing.await();
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            };
            Future<Throwable> first = threads.submit(() -> thrownBy(call));
            Await.until(() -> made.get() == 1);
            Future<Throwable> second = threads.submit(() -> thrownBy(call));
            Await.until(() -> places.taken() == 1);
            failing.countDown();

            assertThat(first.get(10, TimeUnit.SECONDS)).isSameAs(failure);
            assertThat(second.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(NoOutcomeException.class)
                    .hasMessage(failure.getMessage())
                    .hasCause(failure);
            assertThat(thrownBy(call)).as("the next makes another").isSameAs(failure);
            assertThat(made).hasValue(2);
        }
    }

    private Throwable thrownBy(SingleFlight.Call<String, Exception, RuntimeException> call) {
        try {
            throw new AssertionError(flight.of("key", null, call));
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    @DisplayName("a background call that fails, is refused or is dropped wakes all, and the next begins another")
    void failsInTheBackground() {
        assertThatThrownBy(() -> flight.await("key", places, Runnable::run, () -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(NoOutcomeException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> flight.await(
                        "key",
                        places,
                        work -> {
                            throw new RejectedExecutionException("full");
                        },
                        () -> "never"))
                .isInstanceOf(NoOutcomeException.class)
                .hasMessage("full");
        BackgroundThreads closed = BackgroundThreads.one("holdfast-closed");
        closed.close();
        assertThatThrownBy(() -> flight.await("key", places, closed, () -> "never"))
                .isInstanceOf(NoOutcomeException.class);
        assertThat(places.taken()).isZero();
    }

    @Test
    @DisplayName("work that waits when its threads end wakes who waits for it")
    void wakesWhoWaitsForDroppedWork() throws Exception {
        BackgroundThreads one = BackgroundThreads.one("holdfast-busy");
        one.execute(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Future<Throwable> waiting = threads.submit(() -> {
            try {
                throw new AssertionError(flight.await("key", places, one, () -> "never"));
            } catch (NoOutcomeException e) {
                return e;
            }
        });
        Await.until(() -> places.taken() == 1);
        one.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).hasMessage("The threads have ended.");
    }

    @Test
    @DisplayName("an outcome that is there before the work has ended wakes all, and the work's own does not count then")
    void settlesEarly() throws Exception {
        Future<String> waiting = threads.submit(() -> background(flight, places));
        Await.until(() -> given.size() == 1);
        flight.settle("other", "not this");
        flight.settle("key", "early");

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("early");
        Future<String> next = threads.submit(() -> background(flight, places));
        Await.until(() -> given.size() == 2);
        given.remove().run();
        assertThat(next.isDone())
                .as("the earlier work ends the earlier call only")
                .isFalse();
        given.remove().run();
        assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("late answer");
    }

    @Test
    @DisplayName("a kind of caller has a share of the places, and begins no call where it finds none")
    void waitsInAShare() throws Exception {
        Places share = places.share(1, 0);
        Future<String> one = threads.submit(() -> background(flight, share));
        Await.until(() -> given.size() == 1);
        assertThat(background(flight, share)).isEqualTo("Enough requests wait for the answers already.");
        List<Future<String>> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(threads.submit(() -> background(flight, places)));
        }
        Await.until(() -> places.taken() == 4);
        assertThat(background(flight, places)).isEqualTo("Enough requests wait for the answers already.");
        assertThat(given).hasSize(1);
        given.remove().run();
        others.add(one);
        assertThat(outcomes(others)).containsOnly("late answer");
    }

    @Test
    @DisplayName("closing wakes all who wait, and nobody waits or begins a background call afterwards")
    void closes() throws Exception {
        String stopping = "Nobody waits for the answers any more: the application is stopping.";
        Future<String> caller = threads.submit(() -> call(flight, "key"));
        Await.until(() -> calls.get() == 1);
        List<Future<String>> waiting = new ArrayList<>(many(2));
        Await.until(() -> places.taken() == 2);
        flight.close();

        assertThat(outcomes(waiting)).containsOnly(stopping);
        assertThat(background(flight, places)).isEqualTo(stopping);
        assertThat(given).isEmpty();
        gate.countDown();
        assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(places.taken()).isZero();
    }
}
