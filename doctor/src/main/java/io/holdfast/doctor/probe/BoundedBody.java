package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.HttpBody;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes a body of the Java platform's client, up to the limit or until it is ended. */
final class BoundedBody implements HttpResponse.BodySubscriber<HttpBody> {
    private final HttpBody.Collector body = new HttpBody.Collector(Answer.KEPT_OF_BODIES);
    private final CompletableFuture<HttpBody> whole = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<HttpBody> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            if (!whole.isDone() && body.add(bytes, 0, bytes.length)) {
                whole.complete(body.collected());
                end();
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (!whole.isDone()) {
            whole.complete(body.collected());
        }
    }

    /** Takes nothing more. */
    void end() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
