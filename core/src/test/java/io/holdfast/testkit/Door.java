package io.holdfast.testkit;

import java.net.URI;

/**
 * A running server whose application is guarded by Holdfast: everything under {@code /api/}, nothing under
 * {@code /open/}. The application answers {@link AppReport}s and counts its calls.
 */
public interface Door extends AutoCloseable {

    /** {@code https://localhost:port}; the connector wants client certificates and accepts any. */
    URI secure();

    /** {@code http://localhost:port}: the same application without TLS. */
    URI plain();

    /** How many calls have reached the application so far, protected or open. */
    int hits();

    @Override
    void close() throws Exception;
}
