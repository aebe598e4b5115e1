package io.holdfast.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One call that many callers share, before and after its end. Who makes the call holds this and ends it, once; the others
 * hold its {@link #future}, whose end they cannot bring about: nobody can hand the others a value of his own or cancel
 * what they wait for. So it is given out as it is, with no copy for each caller.
 *
 * <p>Safe for use by many threads.
 */
public final class SharedCall<V> {
    private final Outcome<V> outcome = new Outcome<>();

    /** A call that has ended with a value. */
    public static <V> CompletableFuture<V> of(V value) {
        SharedCall<V> call = new SharedCall<>();
        call.settle(value);
        return call.future();
    }

    /** A call that has failed. */
    public static <V> CompletableFuture<V> failed(Throwable failure) {
        SharedCall<V> call = new SharedCall<>();
        call.fail(failure);
        return call.future();
    }

    /** Ends when the call ends, and in no other way. */
    public CompletableFuture<V> future() {
        return outcome;
    }

    /** Ends the call well. */
    public void settle(V value) {
        outcome.settle(value);
    }

    /** Ends the call with a failure. */
    public void fail(Throwable failure) {
        outcome.fail(failure);
    }

    /**
     * Has another thread do the work that ends the call.
     *
     * @param work it throws nothing
     * @param undone hears, instead, why the work will never be done: a {@link RejectedExecutionException} if there is too
     *     much of it or the executor is closed, an {@link Error} if the platform has no thread left, and a
     *     {@link CancellationException} if the threads end before it begins. It ends the call, too.
     */
    public static void start(Executor executor, Runnable work, Consumer<Throwable> undone) {
        try {
            executor.execute(new AwaitedWork() {
                @Override
                public void run() {
                    work.run();
                }

                @Override
                public void dropped() {
                    undone.accept(new CancellationException("The threads have ended."));
                }
            });
        } catch (RejectedExecutionException | Error e) {
            undone.accept(e);
        }
    }

    private static final class Outcome<V> extends CompletableFuture<V> {
        void settle(V value) {
            super.complete(value);
        }

        void fail(Throwable failure) {
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
    }
}
