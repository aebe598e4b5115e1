package io.holdfast.keyring.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A token that many callers share before and after it is there. Only the ring settles it: what a caller tries does
 * nothing, so that nobody can hand the others a token of his own or cancel what they wait for. Because of that it can be
 * given out as it is, with no copy for each caller.
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

    /** Overrides what Java 9 has added: it alone would not come through {@link #complete}. */
    public CompletableFuture<BoundToken> completeAsync(Supplier<? extends BoundToken> supplier, Executor executor) {
        return this;
    }

    /** The same. */
    public CompletableFuture<BoundToken> completeAsync(Supplier<? extends BoundToken> supplier) {
        return this;
    }
}
