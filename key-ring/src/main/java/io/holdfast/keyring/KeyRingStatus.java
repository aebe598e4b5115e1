package io.holdfast.keyring;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a key ring fares at one moment, counted from its start. Immutable; it holds no secret. */
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

    /** Calls for tokens that were in vain. */
    public long fetchFailures() {
        return counts.fetchFailures;
    }

    /** Tokens that protected resources refused as invalid. */
    public long refusedTokens() {
        return counts.refused;
    }

    /** Attempts to put new credentials into use that were in vain. */
    public long reloadFailures() {
        return counts.reloadFailures;
    }

    /** Which credentials are in use: 1 are the first, each rotation adds one. */
    public long generation() {
        return counts.generation;
    }

    /** How long ago the last token was fetched; empty if none was. */
    public Optional<Duration> sinceLastFetch() {
        return Optional.ofNullable(sinceLastFetch);
    }

    /** Whether other credentials have been read that wait for their tokens. */
    public boolean isWaiting() {
        return waiting;
    }

    /** The thumbprint of the certificate in use. */
    public CertificateThumbprint thumbprint() {
        return credentials.thumbprint();
    }

    /** When the certificate in use ends. */
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
