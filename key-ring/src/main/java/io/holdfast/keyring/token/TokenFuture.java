package io.holdfast.keyring.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A token that many callers share before and after it arrives. Only the ring completes it: completing or cancelling by
 * a caller has no effect, so that no caller can substitute a token of his own or cancel the others' wait. So all
 * callers can share one object without a copy for each.
 */
final class TokenFuture extends CompletableFuture<BoundToken> {
    static TokenFuture of(BoundToken token) {
        TokenFuture future = new TokenFuture();
        future.settle(token);
        return future;
    }

    static TokenFuture failed(Throwable failure) {
        TokenFuture future = new TokenFuture();
        future.fail(failure);
        return future;
    }

    void settle(BoundToken token) {
        super.complete(token);
    }

    void fail(Throwable failure) {
        super.completeExceptionally(failure);
    }

    @Override
    public boolean complete(BoundToken token) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return false;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public void obtrudeValue(BoundToken token) {
        throw new UnsupportedOperationException("This token is shared by several callers.");
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException("This token is shared by several callers.");
    }

    /** Overridden as a method of Java 9 that would not pass through {@link #complete}. */
    public CompletableFuture<BoundToken> completeAsync(Supplier<? extends BoundToken> supplier, Executor executor) {
        return this;
    }

    /** Overridden for the same reason. */
    public CompletableFuture<BoundToken> completeAsync(Supplier<? extends BoundToken> supplier) {
        return this;
    }
}
