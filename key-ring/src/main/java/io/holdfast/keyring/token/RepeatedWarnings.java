package io.holdfast.keyring.token;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each warning once, however often it occurs, and at most 64 different ones. Safe for many threads. */
final class RepeatedWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedWarnings.class);

    private static final int MOST = 64;

    private final Set<String> said = new HashSet<>(); // guarded by itself

    /** Logs the text unless logged before; it must hold no secret and no part that differs from token to token. */
    void warn(String text) {
        synchronized (said) {
            if (said.size() >= MOST || !said.add(text)) {
                return;
            }
        }
        LOG.warn("{} This is said once.", text);
    }
}
