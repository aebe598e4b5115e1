package io.holdfast.keyring.rotation;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a certificate still lasts, and when to warn of its end: some time before, and then once a day. A certificate
 * that is made for a short life is warned of in the last third of it, since a renewal is not late before.
 *
 * <p>Immutable. It reads no clock.
 */
public final class CertificateExpiry {
    /** How long before the end to warn if nothing else is said. */
    public static final Duration DEFAULT_WARNING = Duration.ofDays(14);

    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private final X509Certificate certificate;
    private final Instant end;
    private final Instant firstWarning;

    private CertificateExpiry(X509Certificate certificate, Duration warnBefore) {
        this.certificate = certificate;
        this.end = certificate.getNotAfter().toInstant();
        Duration third =
                Duration.between(certificate.getNotBefore().toInstant(), end).dividedBy(3);
        this.firstWarning = end.minus(third.compareTo(warnBefore) < 0 ? third : warnBefore);
    }

    /** With a warning 14 days before the end. */
    public static CertificateExpiry of(X509Certificate certificate) {
        return of(certificate, DEFAULT_WARNING);
    }

    /**
     * With a warning so long before the end.
     *
     * @throws IllegalArgumentException if that is negative
     */
    public static CertificateExpiry of(X509Certificate certificate, Duration warnBefore) {
        if (warnBefore.isNegative()) {
            throw new IllegalArgumentException("The warning is to come " + warnBefore + " before the end of the"
                    + " certificate, and cannot come after it. Give zero or more.");
        }
        return new CertificateExpiry(certificate, warnBefore);
    }

    /** The last moment at which the certificate is valid. */
    public Instant end() {
        return end;
    }

    /** How long it lasts from now on; negative if it has ended. */
    public Duration left(Instant now) {
        return Duration.between(now, end);
    }

    /** Whether it has ended; at its last moment it has not. */
    public boolean hasEnded(Instant now) {
        return now.isAfter(end);
    }

    /**
     * Whether to warn now.
     *
     * @param lastWarning when it was warned of this certificate last; null: never
     */
    public boolean isWarningDue(Instant now, @Nullable Instant lastWarning) {
        return !now.isBefore(firstWarning)
                && (lastWarning == null || !now.isBefore(lastWarning.plus(BETWEEN_WARNINGS)));
    }

    /** The warning, for the operator. */
    public String warning(Instant now) {
        return "The certificate of " + certificate.getSubjectX500Principal()
                + (hasEnded(now) ? " ended at " + end : " ends at " + end + ", in " + roughly(left(now)))
                + ". Put a renewed one in its place.";
    }

    private static String roughly(Duration left) {
        if (left.toDays() > 1) {
            return left.toDays() + " days";
        }
        return left.toHours() > 1 ? left.toHours() + " hours" : left.toMinutes() + " minutes";
    }

    @Override
    public String toString() {
        return "CertificateExpiry[" + end + "]";
    }
}
