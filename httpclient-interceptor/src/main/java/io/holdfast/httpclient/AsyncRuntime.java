package io.holdfast.httpclient;

import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CallbackContribution;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** HttpClient's hold on a connection, through all redirects of an exchange: it asks for the one that the exchange needs. */
final class AsyncRuntime implements AsyncExecRuntime, WatchedRuntime {
    private final AsyncExecRuntime runtime;
    private final Exchange exchange;
    private volatile @Nullable HttpClientContext context;
    private volatile boolean somebodys;

    AsyncRuntime(AsyncExecRuntime runtime, Exchange exchange) {
        this.runtime = runtime;
        this.exchange = exchange;
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public Object inner() {
        return runtime;
    }

    @Override
    public Cancellable acquireEndpoint(
            String id,
            HttpRoute route,
            @Nullable Object state,
            HttpClientContext inContext,
            FutureCallback<AsyncExecRuntime> callback) {
        context = inContext;
        somebodys = false;
        return runtime.acquireEndpoint(id, route, exchange.lease(route, state), inContext, toThis(callback));
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
        if (exchange.isUnguarded()) {
            handler.failed(exchange.unguarded());
            return () -> false;
        }
        return runtime.execute(id, handler, context);
    }

    @Override
    public void markConnectionReusable(@Nullable Object newState, TimeValue newValidDuration) {
        runtime.markConnectionReusable(exchange.released(newState), newValidDuration);
    }

    @Override
    public void answered() {
        if (WatchedRuntime.isAuthenticated(context)) {
            somebodys = true;
        }
    }

    /** HttpClient is about to release the connection; at an exchange's end it does so without this runtime. */
    void beforeRelease() {
        answered();
        if (somebodys) {
            runtime.markConnectionNonReusable();
        }
    }

    @Override
    public AsyncExecRuntime fork() {
        return new AsyncRuntime(runtime.fork(), exchange.fork());
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
        if (exchange.isUnguarded()) {
            callback.failed(exchange.unguarded());
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
