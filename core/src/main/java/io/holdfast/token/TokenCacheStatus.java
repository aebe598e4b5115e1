package io.holdfast.token;

/** The counters of a cache of verified tokens. Safe for use by many threads. */
public interface TokenCacheStatus {
    /** The number of tokens found in it since the start. */
    long hits();

    /** The number of tokens not found, which had to be verified, well or in vain. */
    long misses();

    /** The number of tokens that take up room now. */
    int size();
}
