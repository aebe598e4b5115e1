package io.holdfast.javahttp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the body of a refusal, up to 64 KiB, so that the caller's handler, which may write it to a file, sees one answer
 * only. One that is longer is broken off, and lost if no other token takes the place of the refused one.
 */
final class RefusedBody implements BodySubscriber<byte[]> {
    private static final int MOST = 64 * 1024;

    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;
    private volatile @Nullable IOException brokenOff;

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (read.size() + buffer.remaining() > MOST) {
                brokenOff = new IOException("A refused request's answer is longer than " + MOST + " bytes.");
                whole.completeExceptionally(brokenOff);
                if (subscription != null) {
                    subscription.cancel();
                }
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            read.write(bytes, 0, bytes.length);
        }
    }

    /** The failure of an answer that is too long; null if it is not. The JDK's client may name the end of the stream instead. */
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
