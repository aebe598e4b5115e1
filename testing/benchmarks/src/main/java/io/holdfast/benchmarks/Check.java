package io.holdfast.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** A way to decide whether a request may pass. Safe for use by many threads. */
interface Check extends Closeable {
    /** True if the request's token is good and bound to the request's certificate. */
    boolean accepts(SentToken sent) throws Exception;

    /** Decides, and returns the whole decision object, so that making it is measured, too. */
    default Object decide(SentToken sent) throws Exception {
        return accepts(sent);
    }

    @Override
    default void close() throws IOException {}
}
