package io.holdfast.httpclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** A leased connection of one generation. Before a request is written, its token is compared with the connection. */
final class AsyncEndpoint extends AsyncConnectionEndpoint {
    private final GenerationPools<AsyncClientConnectionManager>.Pool pool;
    private final AsyncConnectionEndpoint connection;
    private final Lease lease;
    private final AtomicBoolean released = new AtomicBoolean();

    /** @param lease for which the connection was asked */
    AsyncEndpoint(
            GenerationPools<AsyncClientConnectionManager>.Pool pool, AsyncConnectionEndpoint connection, Lease lease) {
        this.pool = pool;
        this.connection = connection;
        this.lease = lease;
    }

    GenerationPools<AsyncClientConnectionManager>.Pool pool() {
        return pool;
    }

    AsyncConnectionEndpoint connection() {
        return connection;
    }

    /** True if it had not been released before. */
    boolean release() {
        return !released.getAndSet(true);
    }

    @Override
    public void execute(
            String id,
            AsyncClientExchangeHandler exchange,
            @Nullable HandlerFactory<AsyncPushConsumer> pushed,
            HttpContext context) {
        connection.execute(id, new CheckedExchange(pool.kind(), lease, exchange), pushed, context);
    }

    /** HttpClient's exchange over the connection, with a check of the request before it is written. */
    private static final class CheckedExchange implements AsyncClientExchangeHandler {
        private final Lease kind;
        private final Lease lease;
        private final AsyncClientExchangeHandler exchange;

        CheckedExchange(Lease kind, Lease lease, AsyncClientExchangeHandler exchange) {
            this.kind = kind;
            this.lease = lease;
            this.exchange = exchange;
        }

        @Override
        public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
            exchange.produceRequest(
                    (request, body, sending) -> {
                        SendingCheck.require(kind, lease, request, sessionOf(context));
                        channel.sendRequest(request, body, sending);
                    },
                    context);
        }

        private static @Nullable SSLSession sessionOf(HttpContext context) {
            return context instanceof HttpCoreContext ? ((HttpCoreContext) context).getSSLSession() : null;
        }

        @Override
        public void consumeResponse(HttpResponse response, @Nullable EntityDetails body, HttpContext context)
                throws HttpException, IOException {
            exchange.consumeResponse(response, body, context);
        }

        @Override
        public void consumeInformation(HttpResponse response, HttpContext context) throws HttpException, IOException {
            exchange.consumeInformation(response, context);
        }

        @Override
        public void cancel() {
            exchange.cancel();
        }

        @Override
        public int available() {
            return exchange.available();
        }

        @Override
        public void produce(DataStreamChannel channel) throws IOException {
            exchange.produce(channel);
        }

        @Override
        public void updateCapacity(CapacityChannel capacityChannel) throws IOException {
            exchange.updateCapacity(capacityChannel);
        }

        @Override
        public void consume(ByteBuffer source) throws IOException {
            exchange.consume(source);
        }

        @Override
        public void streamEnd(@Nullable List<? extends Header> trailers) throws HttpException, IOException {
            exchange.streamEnd(trailers);
        }

        @Override
        public void failed(Exception cause) {
            exchange.failed(cause);
        }

        @Override
        public void releaseResources() {
            exchange.releaseResources();
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
    public void close(CloseMode closeMode) {
        connection.close(closeMode);
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
