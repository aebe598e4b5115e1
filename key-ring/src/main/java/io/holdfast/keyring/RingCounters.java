package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.rotation.Rotation;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts the events of a key ring. Safe for use by several threads. */
final class RingCounters implements KeyRingListener {
    private final LongSupplier ticker;

    // Guarded by this, the lock being taken once a fetch, not once a request.
    private final Counts counts = new Counts();
    private boolean hasFetched;
    private long lastFetch;

    RingCounters(LongSupplier ticker) {
        this.ticker = ticker;
    }

    @Override
    public synchronized void tokenFetched(BoundToken token, Duration took) {
        counts.fetches++;
        hasFetched = true;
        lastFetch = ticker.getAsLong();
    }

    @Override
    public synchronized void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {
        counts.fetchFailures++;
    }

    @Override
    public synchronized void tokenRefused(BoundToken token) {
        counts.refused++;
    }

    @Override
    public synchronized void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {
        counts.generation++;
    }

    @Override
    public synchronized void generationNotReplaced(Throwable cause) {
        counts.reloadFailures++;
    }

    synchronized KeyRingStatus status(Rotation rotation) {
        return new KeyRingStatus(
                counts.copy(), rotation.present().credentials(), sinceLastFetch(), rotation.candidate() != null);
    }

    private @Nullable Duration sinceLastFetch() {
        return hasFetched ? Duration.ofNanos(ticker.getAsLong() - lastFetch) : null;
    }

    /** The numbers. A published copy never changes. */
    static final class Counts {
        long fetches;
        long fetchFailures;
        long refused;
        long reloadFailures;
        long generation = 1;

        private Counts copy() {
            Counts copy = new Counts();
            copy.fetches = fetches;
            copy.fetchFailures = fetchFailures;
            copy.refused = refused;
            copy.reloadFailures = reloadFailures;
            copy.generation = generation;
            return copy;
        }
    }
}
