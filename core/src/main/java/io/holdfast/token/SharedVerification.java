package io.holdfast.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests that come with the same token while it is being verified share that one verification. Only a few can wait;
 * the others are told that it cannot be known now, so that nobody can tie up a container's threads. Safe for use by many
 * threads.
 */
final class SharedVerification {
    private static final int MOST_WAITING = 64;

    private final long longestWaitNanos;
    private final ConcurrentMap<TokenKey, CompletableFuture<VerifiedToken>> underWay = new ConcurrentHashMap<>();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    SharedVerification(long longestWaitNanos) {
        this.longestWaitNanos = longestWaitNanos;
    }

    /** The outcome for a token: that of another request's verification if one is under way, or of this one. */
    VerifiedToken of(TokenKey key, Verification verification)
            throws TokenRejectedException, VerificationUnavailableException {
        CompletableFuture<VerifiedToken> outcome = new CompletableFuture<>();
        CompletableFuture<VerifiedToken> earlier = underWay.putIfAbsent(key, outcome);
        return earlier != null ? awaited(earlier) : verifyForAll(key, verification, outcome);
    }

    private VerifiedToken verifyForAll(
            TokenKey key, Verification verification, CompletableFuture<VerifiedToken> outcome)
            throws TokenRejectedException, VerificationUnavailableException {
        try {
            VerifiedToken verified = verification.verify();
            outcome.complete(verified);
            return verified;
        } catch (TokenRejectedException | VerificationUnavailableException | RuntimeException | Error e) {
            outcome.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key, outcome);
        }
    }

    private VerifiedToken awaited(CompletableFuture<VerifiedToken> outcome)
            throws TokenRejectedException, VerificationUnavailableException {
        if (!waiting.tryAcquire()) {
            throw new VerificationUnavailableException(
                    "Enough requests wait for the authorization server's answer already.");
        }
        try {
            return outcome.get(longestWaitNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw shared(e.getCause());
        } catch (TimeoutException e) {
            throw new VerificationUnavailableException("The verification by another request takes too long.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerificationUnavailableException("The thread was interrupted: the server is stopping.", e);
        } finally {
            waiting.release();
        }
    }

    /** What ended another request's verification, as an exception of this one. */
    private static VerificationUnavailableException shared(@Nullable Throwable end) throws TokenRejectedException {
        if (end instanceof TokenRejectedException) {
            throw (TokenRejectedException) end;
        }
        if (end instanceof VerificationUnavailableException) {
            return new VerificationUnavailableException(String.valueOf(end.getMessage()), end);
        }
        throw new IllegalStateException("The verification by another request failed.", end);
    }

    /** How many requests wait for another one's verification. */
    int waiting() {
        return MOST_WAITING - waiting.availablePermits();
    }

    /** What verifies the token. */
    interface Verification {
        VerifiedToken verify() throws TokenRejectedException, VerificationUnavailableException;
    }
}
