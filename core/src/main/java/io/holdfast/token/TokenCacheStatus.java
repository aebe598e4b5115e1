package io.holdfast.token;

/** How a cache of verified tokens fares. Safe for use by many threads. */
public interface TokenCacheStatus {
    /** How many tokens were found in it since the start. */
    long hits();

    /** How many were not, and had to be verified, well or in vain. */
    long misses();

    /** How many tokens take up room now. */
    int size();
}
