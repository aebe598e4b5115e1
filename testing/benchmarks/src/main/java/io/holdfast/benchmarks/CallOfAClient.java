package io.holdfast.benchmarks;

import java.io.Closeable;

/** One request of an HTTP client whose chain ends before the network. */
interface CallOfAClient extends Closeable {
    /** The status of the answer. */
    int status() throws Exception;

    /** True if the last request that reached the end of the chain carried a token. */
    boolean carriedToken();
}
