package io.holdfast.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A call that callers share before and after its end. Only its maker ends the call: an attempt of a caller through the
 * future does nothing, so that nobody can hand the others a value of his own or cancel their call. Because of that
 * it is handed out as it is, with no copy for each caller.
 */
public final class SharedCall<V> extends CompletableFuture<V> {
    /** A call that has ended well. */
    public static <V> SharedCall<V> of(V value) {
        SharedCall<V> call = new SharedCall<>();
        call.settle(value);
        return call;
    }

    /** A call that has failed. */
    public static <V> SharedCall<V> failed(Throwable failure) {
        SharedCall<V> call = new SharedCall<>();
        call.fail(failure);
        return call;
    }

    /**
     * Has another thread do the work that ends a call.
     *
     * @param work it throws nothing
     * @param undone ends the call if the work will never be done: because of a {@link RejectedExecutionException} or an
     *     {@link Error} of the executor, or a {@link CancellationException} if the threads end before it begins
     */
    public static void start(Executor executor, Runnable work, Consumer<Throwable> undone) {
        try {
            executor.execute(new Work(work, undone));
        } catch (RejectedExecutionException | Error e) {
            undone.accept(e);
        }
    }

    /** Ends the call well. */
    public void settle(V value) {
        super.complete(value);
    }

    /** Ends the call with a failure. */
    public void fail(Throwable failure) {
        super.completeExceptionally(failure);
    }

    @Override
    public boolean complete(V value) {
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
    public void obtrudeValue(V value) {
        throw new UnsupportedOperationException("This call is shared by several callers.");
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException("This call is shared by several callers.");
    }

    /** Overrides what Java 9 has added: it alone would not come through {@link #complete}. */
    public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier, Executor executor) {
        return this;
    }

    /** Overrides what Java 9 has added. */
    public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier) {
        return this;
    }

    /** Work whose end somebody waits for. */
    static final class Work implements Runnable {
        private final Runnable work;
        private final Consumer<Throwable> undone;

        private Work(Runnable work, Consumer<Throwable> undone) {
            this.work = work;
            this.undone = undone;
        }

        @Override
        public void run() {
            work.run();
        }

        void drop() {
            undone.accept(new CancellationException("The threads have ended."));
        }
    }
}
