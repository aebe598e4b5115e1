package io.holdfast.frameworks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls from eight threads while the certificate changes three times. Each thread goes on until it has made its calls and
 * every certificate was seen at the API.
 */
final class Load implements Consumer<Callable<String>> {
    static final int THREADS = 8;
    static final int ROTATIONS = 3;

    private static final int MOST_FAILURES_KEPT = 5;

    /** After so many nothing else is to be expected. */
    private static final int MOST_FAILURES = 1000;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Pattern ANSWER = Pattern.compile("([A-Za-z0-9_-]{43}) ([A-Za-z0-9_-]{43})");

    private final int callsOfAThread;
    private final Supplier<String> rotate;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile boolean rotated;
    private int rotations;

    /** @param rotate changes the certificate and tells the new one's thumbprint */
    Load(int callsOfAThread, Supplier<String> rotate) {
        this.callsOfAThread = callsOfAThread;
        this.rotate = rotate;
    }

    @Override
    public void accept(Callable<String> call) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> callOn(call), "caller " + i);
            threads.add(thread);
            thread.start();
        }
        try {
            for (int i = 1; i <= ROTATIONS; i++) {
                int due = i * callsOfAThread * THREADS / (ROTATIONS + 1);
                await(() -> calls.get() >= due);
                String next = rotate.get();
                await(() -> seen.contains(next));
                rotations++;
            }
        } finally {
            rotated = true;
            threads.forEach(Load::end);
        }
    }

    private void callOn(Callable<String> call) {
        for (int i = 0; (i < callsOfAThread || !rotated) && failures.get() < MOST_FAILURES; i++) {
            try {
                check(call.call());
            } catch (Exception | LinkageError e) {
                fail(e.toString());
            }
            calls.incrementAndGet();
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Looks after each call. */
    private synchronized void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0 || failures.get() >= MOST_FAILURES) {
                throw new AssertionError("Too many failures, or nothing new within " + LONGEST_WAIT + ": " + this);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void check(String answer) {
        Matcher thumbprints = ANSWER.matcher(String.valueOf(answer));
        if (thumbprints.find() && thumbprints.group(1).equals(thumbprints.group(2))) {
            seen.add(thumbprints.group(1));
        } else {
            fail("The answer was '" + answer + "'.");
        }
    }

    private void fail(String why) {
        if (failures.incrementAndGet() <= MOST_FAILURES_KEPT) {
            failed.add(why);
        }
    }

    private static void end(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int calls() {
        return calls.get();
    }

    int failures() {
        return failures.get();
    }

    /** The first of them. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    /** Those whose certificate was seen at the API. */
    int rotations() {
        return rotations;
    }

    @Override
    public String toString() {
        return calls + " calls, " + rotations + " rotations, " + failures + " failures: " + failed;
    }
}
