package io.holdfast.log;

import java.util.HashSet;
import java.util.Set;

/**
 * Lets a warning be logged once for each subject, and for 64 subjects at most, as strangers may choose them.
 *
 * <p>Safe for use by many threads.
 */
public final class WarnedOnce {
    private static final int MOST = 64;

    private final Set<String> subjects = new HashSet<>(); // guarded by this

    /** True if a warning of this subject is due: the first, while there is room for another subject. */
    public synchronized boolean due(String subject) {
        return subjects.size() < MOST && subjects.add(subject);
    }
}
