package io.holdfast.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** One way to decide whether a request may pass. Safe for use by many threads. */
interface Check extends Closeable {
    /** Whether the request's token is good and bound to the request's certificate. */
    boolean accepts(SentToken sent) throws Exception;

    @Override
    default void close() throws IOException {}
}
