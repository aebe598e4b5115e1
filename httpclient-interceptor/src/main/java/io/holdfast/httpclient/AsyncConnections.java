package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Future;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.CallbackContribution;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The connections of an asynchronous HttpClient, by generation. */
final class AsyncConnections extends GenerationPools<AsyncClientConnectionManager>
        implements AsyncClientConnectionManager {

    AsyncConnections(KeyRing keyRing, Function<SSLContext, AsyncClientConnectionManager> opening) {
        super(keyRing, opening);
    }

    AsyncConnections(KeyRing keyRing, AsyncClientConnectionManager foreign) {
        super(keyRing, foreign);
    }

    @Override
    public Future<AsyncConnectionEndpoint> lease(
            String id,
            HttpRoute route,
            @Nullable Object state,
            Timeout requestTimeout,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        Pool pool = enter(state);
        ComplexFuture<AsyncConnectionEndpoint> leased = new ComplexFuture<>(callback);
        try {
            leased.setDependency(pool.manager()
                    .lease(id, route, pool.state(state), requestTimeout, new FutureCallback<AsyncConnectionEndpoint>() {
                        @Override
                        public void completed(AsyncConnectionEndpoint connection) {
                            AsyncEndpoint endpoint = new AsyncEndpoint(pool, connection, pool.lease(state));
                            if (!leased.completed(endpoint)) { // whoever asked has gone
                                release(endpoint, pool.state(state), TimeValue.NEG_ONE_MILLISECOND);
                            }
                        }

                        @Override
                        public void failed(Exception cause) {
                            pool.leave();
                            leased.failed(cause);
                        }

                        @Override
                        public void cancelled() {
                            pool.leave();
                            leased.cancel();
                        }
                    }));
        } catch (RuntimeException | Error e) {
            pool.leave();
            throw e;
        }
        return leased;
    }

    @Override
    public void release(AsyncConnectionEndpoint endpoint, @Nullable Object newState, TimeValue validDuration) {
        AsyncEndpoint released = (AsyncEndpoint) endpoint;
        if (!released.release()) {
            return;
        }
        Pool pool = released.pool();
        try {
            if (pool.mustClose()) {
                released.connection().close(CloseMode.GRACEFUL);
            }
            pool.manager().release(released.connection(), pool.state(newState), validDuration);
        } finally {
            pool.leave();
        }
    }

    @Override
    public Future<AsyncConnectionEndpoint> connect(
            AsyncConnectionEndpoint endpoint,
            ConnectionInitiator connectionInitiator,
            Timeout connectTimeout,
            @Nullable Object attachment,
            HttpContext context,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        AsyncEndpoint connecting = (AsyncEndpoint) endpoint;
        ComplexFuture<AsyncConnectionEndpoint> connected = new ComplexFuture<>(callback);
        connected.setDependency(connecting
                .pool()
                .manager()
                .connect(
                        connecting.connection(),
                        connectionInitiator,
                        connectTimeout,
                        attachment,
                        context,
                        new FutureCallback<AsyncConnectionEndpoint>() {
                            @Override
                            public void completed(AsyncConnectionEndpoint connection) {
                                connected.completed(connecting);
                            }

                            @Override
                            public void failed(Exception cause) {
                                connected.failed(cause);
                            }

                            @Override
                            public void cancelled() {
                                connected.cancel();
                            }
                        }));
        return connected;
    }

    @Override
    public void upgrade(AsyncConnectionEndpoint endpoint, @Nullable Object attachment, HttpContext context) {
        upgrade(endpoint, attachment, context, null);
    }

    @Override
    public void upgrade(
            AsyncConnectionEndpoint endpoint,
            @Nullable Object attachment,
            HttpContext context,
            @Nullable FutureCallback<AsyncConnectionEndpoint> callback) {
        AsyncEndpoint upgrading = (AsyncEndpoint) endpoint;
        upgrading
                .pool()
                .manager()
                .upgrade(
                        upgrading.connection(),
                        attachment,
                        context,
                        new CallbackContribution<AsyncConnectionEndpoint>(callback) {
                            @Override
                            public void completed(AsyncConnectionEndpoint connection) {
                                if (callback != null) {
                                    callback.completed(upgrading);
                                }
                            }
                        });
    }
}
