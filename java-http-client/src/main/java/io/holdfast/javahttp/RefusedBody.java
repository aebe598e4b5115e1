package io.holdfast.javahttp;

import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.concurrent.SharedThreads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the body of a refusal, up to 64 KiB, so that the caller's handler, which may write it to a file, sees one answer
 * only. One that is longer, or has not ended after a time, is broken off, and lost if no other token takes the place of
 * the refused one.
 */
final class RefusedBody implements BodySubscriber<byte[]> {
    private static final int MOST = 64 * 1024;

    /** For all bodies under way. The JDK's own thread for that would never end, and hold the application's class loader. */
    private static final SharedThreads WATCH = new SharedThreads(() -> BackgroundThreads.one("holdfast-refusal"));

    private final Duration longest;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable IOException brokenOff;

    /** @param longest the time for the whole body */
    RefusedBody(Duration longest) {
        this.longest = longest;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        SharedThreads.Share watch = WATCH.enter();
        AtomicBoolean over = new AtomicBoolean(); // whoever sets it ends the watch
        Duration delay = Duration.ofNanos(TimeUnit.NANOSECONDS.convert(longest)); // as many as a long holds
        Future<?> late = watch.after(delay, () -> {
            if (!over.getAndSet(true)) {
                breakOff("A refused request's answer had not ended after " + longest + ".");
                watch.close();
            }
        });
        CompletableFuture<byte[]> unused = whole.whenComplete((bytes, failure) -> {
            if (!over.getAndSet(true)) {
                late.cancel(false);
                watch.close();
            }
        });
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (read.size() + buffer.remaining() > MOST) {
                breakOff("A refused request's answer is longer than " + MOST + " bytes.");
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            read.write(bytes, 0, bytes.length);
        }
    }

    private void breakOff(String reason) {
        if (whole.isDone()) {
            return;
        }
        IOException failure = new IOException(reason);
        brokenOff = failure;
        whole.completeExceptionally(failure);
        Flow.Subscription known = subscription;
        if (known != null) {
            known.cancel();
        }
    }

    /** The failure of an answer that was broken off; null if it was not. The JDK's client may name the end of the stream instead. */
    @Nullable
    IOException brokenOff() {
        return brokenOff;
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(read.toByteArray());
    }

    /** Shows a body that was kept to a subscriber, as soon as it asks. */
    static void publish(byte[] body, BodySubscriber<?> subscriber) {
        AtomicBoolean over = new AtomicBoolean();
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                if (!over.getAndSet(true)) {
                    subscriber.onNext(List.of(ByteBuffer.wrap(body).asReadOnlyBuffer()));
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {
                over.set(true);
            }
        });
    }
}
