package io.holdfast.httpclient;

import java.io.IOException;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CallbackContribution;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * HttpClient's hold on a connection, through all redirects of an exchange: it asks for the one that the exchange needs. To
 * the chain it is the caller too, and so sees the exchange end.
 */
final class AsyncRuntime extends Exchange implements AsyncExecRuntime, AsyncExecCallback {
    private final AsyncExecRuntime runtime;
    private final AsyncExecCallback caller;

    /** @param first request; null: nobody saw it begin */
    AsyncRuntime(
            AsyncExecRuntime runtime,
            AsyncExecCallback caller,
            Border border,
            HttpHost target,
            @Nullable HttpRequest first,
            boolean hasBody) {
        super(border, target, first, hasBody);
        this.runtime = runtime;
        this.caller = caller;
    }

    private AsyncRuntime(AsyncExecRuntime runtime, AsyncRuntime origin) {
        super(origin);
        this.runtime = runtime;
        this.caller = origin.caller;
    }

    @Override
    Object inner() {
        return runtime;
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails details)
            throws HttpException, IOException {
        deliver(response);
        return caller.handleResponse(response, details);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        caller.handleInformationResponse(response);
    }

    @Override
    public void completed() {
        beforeRelease();
        caller.completed();
    }

    @Override
    public void failed(Exception cause) {
        caller.failed(cause instanceof NoTokenException ? ((NoTokenException) cause).unavailable() : cause);
    }

    @Override
    public Cancellable acquireEndpoint(
            String id,
            HttpRoute route,
            @Nullable Object state,
            HttpClientContext context,
            FutureCallback<AsyncExecRuntime> callback) {
        return runtime.acquireEndpoint(id, route, lease(route, state, context), context, toThis(callback));
    }

    private FutureCallback<AsyncExecRuntime> toThis(FutureCallback<AsyncExecRuntime> callback) {
        return new CallbackContribution<AsyncExecRuntime>(callback) {
            @Override
            public void completed(AsyncExecRuntime result) {
                callback.completed(AsyncRuntime.this);
            }
        };
    }

    @Override
    public Cancellable execute(String id, AsyncClientExchangeHandler handler, HttpClientContext context) {
        if (isUnguarded()) {
            handler.failed(unguarded());
            return () -> false;
        }
        return runtime.execute(id, handler, context);
    }

    @Override
    public void markConnectionReusable(@Nullable Object newState, TimeValue newValidDuration) {
        runtime.markConnectionReusable(released(newState), newValidDuration);
    }

    /** HttpClient is about to release the connection; at an exchange's end it does so without this runtime. */
    private void beforeRelease() {
        if (speaksForSomebody()) {
            runtime.markConnectionNonReusable();
        }
    }

    @Override
    public AsyncExecRuntime fork() {
        return new AsyncRuntime(runtime.fork(), this);
    }

    @Override
    public boolean isEndpointAcquired() {
        return runtime.isEndpointAcquired();
    }

    @Override
    public void releaseEndpoint() {
        beforeRelease();
        runtime.releaseEndpoint();
    }

    @Override
    public void discardEndpoint() {
        runtime.discardEndpoint();
    }

    @Override
    public boolean isEndpointConnected() {
        return runtime.isEndpointConnected();
    }

    @Override
    public Cancellable connectEndpoint(HttpClientContext context, FutureCallback<AsyncExecRuntime> callback) {
        if (isUnguarded()) {
            callback.failed(unguarded());
            return () -> false;
        }
        return runtime.connectEndpoint(context, toThis(callback));
    }

    @Override
    public void disconnectEndpoint() {
        runtime.disconnectEndpoint();
    }

    @Override
    public void upgradeTls(HttpClientContext context) {
        runtime.upgradeTls(context);
    }

    @Override
    public void upgradeTls(HttpClientContext context, @Nullable FutureCallback<AsyncExecRuntime> callback) {
        runtime.upgradeTls(context, callback == null ? null : toThis(callback));
    }

    @Override
    public @Nullable EndpointInfo getEndpointInfo() {
        return runtime.getEndpointInfo();
    }

    @Override
    public boolean validateConnection() {
        return runtime.validateConnection();
    }

    @Override
    public void markConnectionNonReusable() {
        runtime.markConnectionNonReusable();
    }
}
