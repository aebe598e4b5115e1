package io.holdfast.httpclient;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.jspecify.annotations.Nullable;

/** Passes the head of an answer to an observer before the links further out act on it. */
final class SeenAnswer implements AsyncExecCallback {
    private final Consumer<HttpResponse> sight;
    private final AsyncExecCallback outer;

    SeenAnswer(Consumer<HttpResponse> sight, AsyncExecCallback outer) {
        this.sight = sight;
        this.outer = outer;
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails details)
            throws HttpException, IOException {
        sight.accept(response);
        return outer.handleResponse(response, details);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        outer.handleInformationResponse(response);
    }

    @Override
    public void completed() {
        outer.completed();
    }

    @Override
    public void failed(Exception cause) {
        outer.failed(cause);
    }
}
