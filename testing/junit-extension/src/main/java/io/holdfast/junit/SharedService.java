package io.holdfast.junit;

import org.jspecify.annotations.Nullable;

/**
 * The service of one extension, started for the first test class or test that needs it and closed after the last: several
 * may need it at the same time, if they inherit the extension and run in parallel. Safe for use by many threads.
 */
final class SharedService {
    private final ServiceDefinition definition;
    private int leases;
    private volatile @Nullable RunningService running;

    SharedService(ServiceDefinition definition) {
        this.definition = definition;
    }

    synchronized ServiceLease lease() {
        if (leases == 0) {
            running = RunningService.start(definition);
        }
        leases++;
        return new ServiceLease(this::end);
    }

    private synchronized void end() {
        leases--;
        RunningService ended = running;
        if (leases == 0 && ended != null) {
            running = null;
            ended.close();
        }
    }

    /** @throws IllegalStateException if nobody has a lease */
    RunningService running() {
        RunningService present = running;
        if (present == null) {
            throw new IllegalStateException(
                    "The token service is not started. It runs while the tests do whose class has"
                            + " the TokenServiceExtension in a field with @RegisterExtension: in a static field from before"
                            + " @BeforeAll until after @AfterAll, in an instance field from before @BeforeEach until after"
                            + " @AfterEach. Ask it from a method that runs in that time, not where a field is initialised.");
        }
        return present;
    }
}
