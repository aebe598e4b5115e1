package io.holdfast.keyring.rotation;

import io.holdfast.keystore.CertificateExpiry;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns as the certificate in use nears its end. Safe for use by several threads. */
public final class ExpiryWarning {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWarning.class);

    private final Rotation rotation;
    private final Duration before;
    private final Clock clock;
    private final RotationListener events;

    // Guarded by this.
    private @Nullable CredentialGeneration warnedOf;
    private @Nullable Instant lastWarning;

    public ExpiryWarning(Rotation rotation, Duration before, Clock clock, RotationListener events) {
        this.rotation = rotation;
        this.before = before;
        this.clock = clock;
        this.events = events;
    }

    /** Warns if a warning is due. */
    public void check() {
        CredentialGeneration present = rotation.present().credentials();
        CertificateExpiry expiry = CertificateExpiry.of(present.certificate(), before);
        Instant now = clock.instant();
        if (!isDue(present, expiry, now)) {
            return;
        }
        Duration left = expiry.left(now);
        LOG.warn(
                "The certificate in use {} on {}: {}. Put a renewed one into the key store; it is noticed by itself.",
                expiry.hasEnded(now) ? "has ended" : "ends",
                expiry.end(),
                present);
        events.certificateExpires(present, left);
    }

    private synchronized boolean isDue(CredentialGeneration present, CertificateExpiry expiry, Instant now) {
        if (!expiry.isWarningDue(now, warnedOf == present ? lastWarning : null)) {
            return false;
        }
        warnedOf = present;
        lastWarning = now;
        return true;
    }
}
