package io.holdfast.junit;

import org.junit.jupiter.api.extension.ExtensionContext;

/** The need of one test class or test for the service; JUnit closes it when that has ended. */
@SuppressWarnings("deprecation") // JUnit closes an AutoCloseable only since 5.13, and warns of what is only the other
final class ServiceLease implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final Runnable end;

    ServiceLease(Runnable end) {
        this.end = end;
    }

    @Override
    public void close() {
        end.run();
    }
}
