package io.holdfast.httpclient;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.jspecify.annotations.Nullable;

/** The first link of the asynchronous chain, outside of redirects: it sees an exchange begin and end. */
final class AsyncBorder implements AsyncExecChainHandler {
    private final Border border;

    AsyncBorder(Border border) {
        this.border = border;
    }

    @Override
    public void execute(
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        if (WatchedRuntime.exchangeOf(scope.execRuntime, border.keyRing()) != null) {
            chain.proceed(request, body, scope, callback); // configured twice: the outer one sees it
            return;
        }
        Exchange exchange = new Exchange(border, scope.route.getTargetHost(), Exchange.isBare(request, body != null));
        AsyncRuntime runtime = new AsyncRuntime(scope.execRuntime, exchange);
        chain.proceed(request, body, over(runtime, scope), new AsyncExecCallback() {
            @Override
            public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails details)
                    throws HttpException, IOException {
                exchange.deliver(response);
                return callback.handleResponse(response, details);
            }

            @Override
            public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
                callback.handleInformationResponse(response);
            }

            @Override
            public void completed() {
                runtime.beforeRelease();
                callback.completed();
            }

            @Override
            public void failed(Exception cause) {
                callback.failed(cause instanceof NoTokenException ? ((NoTokenException) cause).unavailable() : cause);
            }
        });
    }

    /** The scope with a hold on the connection that the exchange watches. */
    static AsyncExecChain.Scope watched(AsyncExecChain.Scope scope, Exchange exchange) {
        return over(new AsyncRuntime(scope.execRuntime, exchange), scope);
    }

    private static AsyncExecChain.Scope over(AsyncRuntime runtime, AsyncExecChain.Scope scope) {
        return new AsyncExecChain.Scope(
                scope.exchangeId,
                scope.route,
                scope.originalRequest,
                scope.cancellableDependency,
                scope.clientContext,
                runtime,
                scope.scheduler,
                scope.execCount);
    }

    @Override
    public String toString() {
        return border.toString();
    }
}
