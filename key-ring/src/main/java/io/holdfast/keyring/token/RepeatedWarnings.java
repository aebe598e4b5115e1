package io.holdfast.keyring.token;

import io.holdfast.log.WarnedOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each warning once, however often it occurs, and at most 64 different ones. Safe for many threads. */
final class RepeatedWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedWarnings.class);

    private final WarnedOnce said = new WarnedOnce();

    /** Logs the text unless logged before; it must hold no secret and no part that differs from token to token. */
    void warn(String text) {
        if (said.due(text)) {
            LOG.warn("{} This is said once.", text);
        }
    }
}
