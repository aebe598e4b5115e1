package io.holdfast.httpclient;

import java.io.IOException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** HttpClient's hold on a connection, through all redirects of an exchange: it asks for the one that the exchange needs. */
final class ClassicRuntime implements ExecRuntime, WatchedRuntime {
    private final ExecRuntime runtime;
    private final Exchange exchange;
    private volatile @Nullable HttpClientContext context;
    private volatile boolean somebodys;

    ClassicRuntime(ExecRuntime runtime, Exchange exchange) {
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
    public void acquireEndpoint(String id, HttpRoute route, @Nullable Object state, HttpClientContext inContext)
            throws IOException {
        context = inContext;
        somebodys = false;
        runtime.acquireEndpoint(id, route, exchange.lease(route, state), inContext);
    }

    @Override
    public ClassicHttpResponse execute(String id, ClassicHttpRequest request, HttpClientContext inContext)
            throws IOException, HttpException {
        requireGuard();
        return runtime.execute(id, request, inContext);
    }

    @Override
    public ClassicHttpResponse execute(
            String id,
            ClassicHttpRequest request,
            HttpResponseInformationCallback information,
            HttpClientContext inContext)
            throws IOException, HttpException {
        requireGuard();
        return runtime.execute(id, request, information, inContext);
    }

    private void requireGuard() throws WrongCertificateException {
        if (exchange.isUnguarded()) {
            throw exchange.unguarded();
        }
    }

    @Override
    public void markConnectionReusable(@Nullable Object state, TimeValue validityTime) {
        runtime.markConnectionReusable(exchange.released(state), validityTime);
    }

    @Override
    public void answered() {
        if (WatchedRuntime.isAuthenticated(context)) {
            somebodys = true;
        }
    }

    @Override
    public void releaseEndpoint() {
        answered();
        if (somebodys) {
            runtime.markConnectionNonReusable();
        }
        runtime.releaseEndpoint();
    }

    @Override
    public ExecRuntime fork(CancellableDependency cancellableAware) {
        return new ClassicRuntime(runtime.fork(cancellableAware), exchange.fork());
    }

    @Override
    public boolean isExecutionAborted() {
        return runtime.isExecutionAborted();
    }

    @Override
    public boolean isEndpointAcquired() {
        return runtime.isEndpointAcquired();
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
    public void disconnectEndpoint() throws IOException {
        runtime.disconnectEndpoint();
    }

    @Override
    public void connectEndpoint(HttpClientContext inContext) throws IOException {
        try {
            requireGuard();
        } catch (WrongCertificateException e) {
            // Of the kinds of IOException one that HttpClient does not try again.
            throw new SSLException(e.getMessage(), e);
        }
        runtime.connectEndpoint(inContext);
    }

    @Override
    public void upgradeTls(HttpClientContext inContext) throws IOException {
        runtime.upgradeTls(inContext);
    }

    @Override
    public @Nullable EndpointInfo getEndpointInfo() {
        return runtime.getEndpointInfo();
    }

    @Override
    public boolean isConnectionReusable() {
        return runtime.isConnectionReusable();
    }

    @Override
    public void markConnectionNonReusable() {
        runtime.markConnectionNonReusable();
    }
}
