package io.holdfast.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A reader of strangers' texts, with a strict reader of the same beside it. What our reader accepts, the strict one
 * accepts too, and both understand the same.
 *
 * <p>Inputs are files of {@code src/test/resources}, in a folder {@code <class>Inputs/<method>} beside the class. Those in
 * {@code accepted} our reader must accept, those in {@code refused} it must not.
 */
public interface FuzzTarget {
    /**
     * Has our reader read an input. Only exceptions that it documents count as a refusal.
     *
     * @return whether it accepts the input
     * @throws AssertionError if the strict reader does not, or understands something else
     */
    boolean accepts(byte[] input) throws Exception;

    /** So that no target passes because it refuses everything, and no finding stays where nobody knows what it is. */
    @TestFactory
    default Stream<DynamicTest> acceptsAndRefusesWhatItShould() {
        Corpus corpus = Corpus.of(getClass());
        assertThat(corpus.accepted()).as("inputs in the folder accepted").isNotEmpty();
        assertThat(corpus.refused()).as("inputs in the folder refused").isNotEmpty();
        assertThat(corpus.unsorted()).as("move them to accepted or refused").isEmpty();
        return Stream.concat(
                corpus.accepted().stream().map(input -> test("accepts ", input, true)),
                corpus.refused().stream().map(input -> test("refuses ", input, false)));
    }

    private DynamicTest test(String does, Corpus.Input input, boolean accepted) {
        return DynamicTest.dynamicTest(
                does + input, () -> assertThat(accepts(input.bytes())).isEqualTo(accepted));
    }

    /** Requires that our reader takes little time and memory, whatever it reads. */
    static <T> T bounded(int length, Callable<T> reader) throws Exception {
        // Class loading and the compiler cost at the first call only.
        for (int call = 0; ; call++) {
            Bounds before = Bounds.now();
            try {
                T outcome = reader.call();
                if (before.holdFor(length, call)) {
                    return outcome;
                }
            } catch (Exception e) {
                if (before.holdFor(length, call)) {
                    throw e;
                }
            }
        }
    }

    /** What the thread has used so far. */
    record Bounds(long nanos, long bytes) {
        private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private static final long MOST_NANOS = Duration.ofMillis(300).toNanos();
        private static final long MOST_BYTES = 2_000_000;
        private static final long MOST_BYTES_A_CHARACTER = 500;
        private static final int CALLS = 3;

        static Bounds now() {
            return new Bounds(
                    THREAD.getCurrentThreadCpuTime(),
                    THREAD.getThreadAllocatedBytes(Thread.currentThread().getId()));
        }

        boolean holdFor(int length, int call) {
            Bounds now = now();
            boolean hold = now.nanos - nanos <= MOST_NANOS
                    && now.bytes - bytes <= MOST_BYTES + MOST_BYTES_A_CHARACTER * length;
            if (!hold && call + 1 == CALLS) {
                throw new AssertionError("An input of " + length + " bytes takes " + (now.nanos - nanos) / 1_000_000
                        + " ms and " + (now.bytes - bytes) + " bytes of memory.");
            }
            return hold;
        }
    }
}
