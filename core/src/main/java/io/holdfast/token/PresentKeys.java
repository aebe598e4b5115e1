package io.holdfast.token;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The keys that an issuer has published last, until their time is over: a token that one of them has verified needs no other
 * look at the issuer's keys. Whoever fetches the keys replaces them here, so that a withdrawn key is gone at once.
 *
 * <p>They hold nothing until a use of the issuer's keys is noted, because keys are fetched ahead of time only while they are
 * used. The note is forgotten with each such fetch; the next request asks the {@link JwkSetSource}, which notes it again.
 *
 * <p>Takes no lock. Safe for use by many threads.
 */
public final class PresentKeys {
    private final LongSupplier ticker;
    private volatile Term term = new Term(Collections.emptySet(), 0);
    private volatile boolean used;

    /**
     * No keys, until there are others.
     *
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public PresentKeys(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** True if this very key is one of them, and its time is not over. */
    public boolean hold(VerificationKey key) {
        Term present = term;
        return used && present.keys.contains(key) && ticker.getAsLong() - present.end < 0;
    }

    /** Replaces all keys by others, which hold until a time of the ticker. */
    public void replace(Collection<VerificationKey> keys, long end) {
        term = new Term(new HashSet<>(keys), end);
    }

    /** Notes a use of the keys: from now on they hold. */
    public void noteUse() {
        used = true;
    }

    /** Forgets the noted use: they hold nothing before the next. */
    public void forgetUse() {
        used = false;
    }

    /** Keys and the end of their time, which must be read together. A key is compared by its identity. */
    private static final class Term {
        private final Set<VerificationKey> keys;
        private final long end;

        private Term(Set<VerificationKey> keys, long end) {
            this.keys = keys;
            this.end = end;
        }
    }
}
