package io.holdfast.keyring;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a key ring at one moment; counts begin with its start. Immutable; it holds no secret. */
public final class KeyRingStatus {
    private final RingCounters.Counts counts;
    private final CredentialGeneration credentials;
    private final @Nullable Duration sinceLastFetch;
    private final boolean waiting;

    KeyRingStatus(
            RingCounters.Counts counts,
            CredentialGeneration credentials,
            @Nullable Duration sinceLastFetch,
            boolean waiting) {
        this.counts = counts;
        this.credentials = credentials;
        this.sinceLastFetch = sinceLastFetch;
        this.waiting = waiting;
    }

    /** Tokens that were fetched. */
    public long fetches() {
        return counts.fetches;
    }

    /** Token calls that failed. */
    public long fetchFailures() {
        return counts.fetchFailures;
    }

    /** Tokens that protected resources refused as invalid. */
    public long refusedTokens() {
        return counts.refused;
    }

    /** Attempts to use new credentials that failed. */
    public long reloadFailures() {
        return counts.reloadFailures;
    }

    /** The number of the generation of credentials in use: 1 for the first, one more for each rotation. */
    public long generation() {
        return counts.generation;
    }

    /** The time since the last token was fetched; empty if none was. */
    public Optional<Duration> sinceLastFetch() {
        return Optional.ofNullable(sinceLastFetch);
    }

    /** True if other credentials have been read and wait for their tokens. */
    public boolean isWaiting() {
        return waiting;
    }

    /** The thumbprint of the certificate in use. */
    public CertificateThumbprint thumbprint() {
        return credentials.thumbprint();
    }

    /** The end of the certificate in use. */
    public Instant certificateEnd() {
        return credentials.certificate().getNotAfter().toInstant();
    }

    @Override
    public String toString() {
        return "KeyRingStatus[generation " + generation() + ", thumbprint "
                + thumbprint().value() + ", until "
                + certificateEnd() + ", fetches " + fetches() + ", failures " + fetchFailures() + ", refused "
                + refusedTokens() + ", reload failures " + reloadFailures() + "]";
    }
}
