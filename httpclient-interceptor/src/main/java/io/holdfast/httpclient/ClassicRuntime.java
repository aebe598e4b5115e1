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
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** HttpClient's hold on a connection, through all redirects of an exchange: it asks for the one that the exchange needs. */
final class ClassicRuntime extends Exchange implements ExecRuntime {
    private final ExecRuntime runtime;

    /** @param first request; null: nobody saw it begin */
    ClassicRuntime(ExecRuntime runtime, Border border, HttpHost target, @Nullable ClassicHttpRequest first) {
        super(border, target, first, first != null && first.getEntity() != null);
        this.runtime = runtime;
    }

    private ClassicRuntime(ExecRuntime runtime, Exchange origin) {
        super(origin);
        this.runtime = runtime;
    }

    @Override
    Object inner() {
        return runtime;
    }

    @Override
    public void acquireEndpoint(String id, HttpRoute route, @Nullable Object state, HttpClientContext context)
            throws IOException {
        runtime.acquireEndpoint(id, route, lease(route, state, context), context);
    }

    @Override
    public ClassicHttpResponse execute(String id, ClassicHttpRequest request, HttpClientContext context)
            throws IOException, HttpException {
        requireGuard();
        return runtime.execute(id, request, context);
    }

    @Override
    public ClassicHttpResponse execute(
            String id,
            ClassicHttpRequest request,
            HttpResponseInformationCallback information,
            HttpClientContext context)
            throws IOException, HttpException {
        requireGuard();
        return runtime.execute(id, request, information, context);
    }

    private void requireGuard() throws WrongCertificateException {
        if (isUnguarded()) {
            throw unguarded();
        }
    }

    @Override
    public void markConnectionReusable(@Nullable Object state, TimeValue validityTime) {
        runtime.markConnectionReusable(released(state), validityTime);
    }

    @Override
    public void releaseEndpoint() {
        if (speaksForSomebody()) {
            runtime.markConnectionNonReusable();
        }
        runtime.releaseEndpoint();
    }

    @Override
    public ExecRuntime fork(CancellableDependency cancellableAware) {
        return new ClassicRuntime(runtime.fork(cancellableAware), this);
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
    public void connectEndpoint(HttpClientContext context) throws IOException {
        try {
            requireGuard();
        } catch (WrongCertificateException e) {
            // Of the kinds of IOException one that HttpClient does not try again.
            throw new SSLException(e.getMessage(), e);
        }
        runtime.connectEndpoint(context);
    }

    @Override
    public void upgradeTls(HttpClientContext context) throws IOException {
        runtime.upgradeTls(context);
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
