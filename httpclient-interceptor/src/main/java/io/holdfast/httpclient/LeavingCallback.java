package io.holdfast.httpclient;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.jspecify.annotations.Nullable;

/** Shows an exchange the answers of its servers before HttpClient follows their redirects. */
final class LeavingCallback implements AsyncExecCallback {
    private final Exchange exchange;
    private final HttpClientContext context;
    private final AsyncExecCallback callback;

    LeavingCallback(Exchange exchange, HttpClientContext context, AsyncExecCallback callback) {
        this.exchange = exchange;
        this.context = context;
        this.callback = callback;
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails details)
            throws HttpException, IOException {
        PastTheCache.removeFrom(response);
        exchange.leave(response, context);
        return callback.handleResponse(response, details);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        callback.handleInformationResponse(response);
    }

    @Override
    public void completed() {
        callback.completed();
    }

    @Override
    public void failed(Exception cause) {
        callback.failed(cause);
    }
}
