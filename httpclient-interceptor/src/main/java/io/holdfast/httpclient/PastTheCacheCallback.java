package io.holdfast.httpclient;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.jspecify.annotations.Nullable;

/** Marks an answer so that no cache keeps it. */
final class PastTheCacheCallback implements AsyncExecCallback {
    private final AsyncExecCallback outer;

    PastTheCacheCallback(AsyncExecCallback outer) {
        this.outer = outer;
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails details)
            throws HttpException, IOException {
        response.addHeader(new PastTheCache());
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
