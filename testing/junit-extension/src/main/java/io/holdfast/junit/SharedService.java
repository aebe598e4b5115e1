package io.holdfast.junit;

import org.jspecify.annotations.Nullable;

/**
 * The service of one extension, started for the first test class or test that needs it. It is closed after the last:
 * several may need it at the same time, if they inherit the extension and run in parallel. Or it runs until the JVM ends.
 * Safe for use by many threads.
 */
final class SharedService {
    private final ServiceDefinition definition;
    private final boolean untilTheJvmEnds;
    private int leases;
    private boolean ended;
    private volatile @Nullable RunningService running;

    SharedService(ServiceDefinition definition, boolean untilTheJvmEnds) {
        this.definition = definition;
        this.untilTheJvmEnds = untilTheJvmEnds;
    }

    boolean untilTheJvmEnds() {
        return untilTheJvmEnds;
    }

    synchronized ServiceLease lease() {
        started();
        leases++;
        return new ServiceLease(this::end);
    }

    private synchronized RunningService started() {
        RunningService present = running;
        if (present == null) {
            present = RunningService.start(definition);
            running = present;
        }
        return present;
    }

    private synchronized void end() {
        leases--;
        RunningService last = running;
        if (leases == 0 && !untilTheJvmEnds && last != null) {
            running = null;
            ended = true;
            last.close();
        }
    }

    /** @throws IllegalStateException if nobody has a lease, unless it runs until the JVM ends */
    RunningService running() {
        RunningService present = running;
        if (present == null) {
            return untilTheJvmEnds ? started() : none();
        }
        return present;
    }

    private synchronized RunningService none() {
        throw new IllegalStateException((ended
                        ? "The token service is not started: it has ended with the tests that it ran for, and with it its"
                                + " ports, keys and files. For classes that share something which holds them, as Spring's"
                                + " cached contexts do, build it with shared()."
                        : "The token service is not started.")
                + " It runs while the tests do whose class has"
                + " the TokenServiceExtension in a field with @RegisterExtension: in a static field from before"
                + " @BeforeAll until after @AfterAll, in an instance field from before @BeforeEach until after"
                + " @AfterEach. Ask it from a method that runs in that time, not where a field is initialised.");
    }
}
