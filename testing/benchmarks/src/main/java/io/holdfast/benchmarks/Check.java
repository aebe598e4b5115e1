package io.holdfast.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** One way to decide whether a request may pass. Safe for use by many threads. */
interface Check extends Closeable {
    /** Whether the request's token is good and bound to the request's certificate. */
    boolean accepts(SentToken sent) throws Exception;

    /** The same, with whatever else the decision consists of, so that making that is measured, too. */
    default Object decide(SentToken sent) throws Exception {
        return accepts(sent);
    }

    @Override
    default void close() throws IOException {}
}
