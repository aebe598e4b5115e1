package io.holdfast.keystore;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The remaining life of a certificate, and the times of warnings about its end: from some time before, once a day. For
 * a short-lived certificate only the last third of its life counts, since a renewal is not late before.
 *
 * <p>Immutable. It reads no clock.
 */
public final class CertificateExpiry {
    /** The default time before the end from which to warn. */
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

    /** Warns from 14 days before the end. */
    public static CertificateExpiry of(X509Certificate certificate) {
        return of(certificate, DEFAULT_WARNING);
    }

    /**
     * Warns from this time before the end.
     *
     * @throws IllegalArgumentException if the time is negative
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

    /** The remaining life; negative if the certificate has ended. */
    public Duration left(Instant now) {
        return Duration.between(now, end);
    }

    /** True if the certificate has ended; at its last moment it has not. */
    public boolean hasEnded(Instant now) {
        return now.isAfter(end);
    }

    /**
     * True if a warning is due.
     *
     * @param lastWarning the time of the last warning about this certificate; null if there was none
     */
    public boolean isWarningDue(Instant now, @Nullable Instant lastWarning) {
        return !now.isBefore(firstWarning)
                && (lastWarning == null || !now.isBefore(lastWarning.plus(BETWEEN_WARNINGS)));
    }

    /** The text of the warning, for the operator. */
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
