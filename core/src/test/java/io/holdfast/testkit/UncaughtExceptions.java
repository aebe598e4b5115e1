package io.holdfast.testkit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class in whose time a thread has ended by an exception that nobody caught. It is registered for every test
 * class by a service file; {@code junit-platform.properties} switches that on.
 */
public final class UncaughtExceptions implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<AssertionError> SEEN = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        Thread.setDefaultUncaughtExceptionHandler((thread, exception) ->
                SEEN.add(new AssertionError("Nobody caught what ended the thread " + thread.getName(), exception)));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        AssertionError first = SEEN.poll();
        if (first != null) {
            for (AssertionError other = SEEN.poll(); other != null; other = SEEN.poll()) {
                first.addSuppressed(other);
            }
            throw first;
        }
    }
}
