package io.holdfast.httpclient;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** A leased connection of one generation. Before a request is written, its token is compared with the connection. */
final class ClassicEndpoint extends ConnectionEndpoint {
    private final GenerationPools<HttpClientConnectionManager>.Pool pool;
    private final ConnectionEndpoint connection;
    private final Lease lease;
    private final AtomicBoolean released = new AtomicBoolean();

    /** @param lease for which the connection was asked */
    ClassicEndpoint(
            GenerationPools<HttpClientConnectionManager>.Pool pool, ConnectionEndpoint connection, Lease lease) {
        this.pool = pool;
        this.connection = connection;
        this.lease = lease;
    }

    GenerationPools<HttpClientConnectionManager>.Pool pool() {
        return pool;
    }

    ConnectionEndpoint connection() {
        return connection;
    }

    /** True if it had not been released before. */
    boolean release() {
        return !released.getAndSet(true);
    }

    /** Executes in HttpClient before 5.4. */
    @Override
    @SuppressWarnings("deprecation")
    public ClassicHttpResponse execute(
            String id, ClassicHttpRequest request, HttpRequestExecutor executor, HttpContext context)
            throws IOException, HttpException {
        return connection.execute(id, request, new CheckingExecutor(pool.kind(), lease, executor), context);
    }

    @Override
    public ClassicHttpResponse execute(
            String id, ClassicHttpRequest request, RequestExecutor executor, HttpContext context)
            throws IOException, HttpException {
        return connection.execute(
                id,
                request,
                (ClassicHttpRequest sent, HttpClientConnection over, HttpContext in) -> {
                    SendingCheck.require(pool.kind(), lease, sent, over.getSSLSession());
                    return executor.execute(sent, over, in);
                },
                context);
    }

    /** Asks the other executor, whatever class it is of, after the check. */
    private static final class CheckingExecutor extends HttpRequestExecutor {
        private final Lease kind;
        private final Lease lease;
        private final HttpRequestExecutor executor;

        CheckingExecutor(Lease kind, Lease lease, HttpRequestExecutor executor) {
            this.kind = kind;
            this.lease = lease;
            this.executor = executor;
        }

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection over,
                @Nullable HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            SendingCheck.require(kind, lease, request, over.getSSLSession());
            return executor.execute(request, over, information, context);
        }

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection over, HttpContext context)
                throws IOException, HttpException {
            SendingCheck.require(kind, lease, request, over.getSSLSession());
            return executor.execute(request, over, context);
        }
    }

    @Override
    public @Nullable EndpointInfo getInfo() {
        return connection.getInfo();
    }

    @Override
    public boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        connection.setSocketTimeout(timeout);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    @Override
    public void close(CloseMode closeMode) {
        connection.close(closeMode);
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
