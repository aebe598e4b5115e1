package io.holdfast.httpclient;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
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
        if (Exchange.of(scope.execRuntime, border.keyRing()) != null) {
            chain.proceed(request, body, scope, callback); // configured twice: the outer one sees it
            return;
        }
        AsyncRuntime exchange = new AsyncRuntime(
                scope.execRuntime, callback, border, scope.route.getTargetHost(), request, body != null);
        chain.proceed(request, body, watched(scope, exchange), exchange);
    }

    /** The scope with the exchange as the hold on the connection. */
    static AsyncExecChain.Scope watched(AsyncExecChain.Scope scope, AsyncRuntime exchange) {
        return new AsyncExecChain.Scope(
                scope.exchangeId,
                scope.route,
                scope.originalRequest,
                scope.cancellableDependency,
                scope.clientContext,
                exchange,
                scope.scheduler,
                scope.execCount);
    }

    @Override
    public String toString() {
        return border.toString();
    }
}
