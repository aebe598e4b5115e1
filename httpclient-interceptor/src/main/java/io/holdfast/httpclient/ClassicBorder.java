package io.holdfast.httpclient;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** The first link of the classic chain, outside of redirects: it sees an exchange begin and end. */
final class ClassicBorder implements ExecChainHandler {
    private final Border border;

    ClassicBorder(Border border) {
        this.border = border;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (Exchange.of(scope.execRuntime, border.keyRing()) != null) {
            return chain.proceed(request, scope); // configured twice: the outer one sees it
        }
        ClassicRuntime exchange = new ClassicRuntime(scope.execRuntime, border, scope.route.getTargetHost(), request);
        try {
            ClassicHttpResponse response = chain.proceed(request, watched(scope, exchange));
            exchange.deliver(response);
            return response;
        } catch (NoTokenException e) {
            throw e.forCaller();
        }
    }

    /** The scope with the exchange as the hold on the connection. */
    static ExecChain.Scope watched(ExecChain.Scope scope, ClassicRuntime exchange) {
        return new ExecChain.Scope(scope.exchangeId, scope.route, scope.originalRequest, exchange, scope.clientContext);
    }

    @Override
    public String toString() {
        return border.toString();
    }
}
