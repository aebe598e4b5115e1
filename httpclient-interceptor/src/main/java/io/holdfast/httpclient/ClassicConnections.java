package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The connections of a classic HttpClient, by generation. */
final class ClassicConnections extends GenerationPools<HttpClientConnectionManager>
        implements HttpClientConnectionManager {

    ClassicConnections(KeyRing keyRing, Function<SSLContext, HttpClientConnectionManager> opening) {
        super(keyRing, opening);
    }

    ClassicConnections(KeyRing keyRing, HttpClientConnectionManager foreign) {
        super(keyRing, foreign);
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout requestTimeout, @Nullable Object state) {
        Pool pool = enter(state);
        try {
            LeaseRequest request = pool.manager().lease(id, route, requestTimeout, pool.state(state));
            return new Leasing(pool, request, pool.lease(state));
        } catch (RuntimeException | Error e) {
            pool.leave();
            throw e;
        }
    }

    private static final class Leasing implements LeaseRequest {
        private final GenerationPools<HttpClientConnectionManager>.Pool pool;
        private final LeaseRequest request;
        private final Lease lease;

        Leasing(GenerationPools<HttpClientConnectionManager>.Pool pool, LeaseRequest request, Lease lease) {
            this.pool = pool;
            this.request = request;
            this.lease = lease;
        }

        @Override
        public ConnectionEndpoint get(Timeout timeout)
                throws InterruptedException, ExecutionException, TimeoutException {
            boolean leased = false;
            try {
                ConnectionEndpoint endpoint = new ClassicEndpoint(pool, request.get(timeout), lease);
                leased = true;
                return endpoint;
            } finally {
                if (!leased) {
                    pool.leave();
                }
            }
        }

        @Override
        public boolean cancel() {
            return request.cancel();
        }
    }

    @Override
    public void release(ConnectionEndpoint endpoint, @Nullable Object newState, TimeValue validDuration) {
        ClassicEndpoint released = (ClassicEndpoint) endpoint;
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
    public void connect(ConnectionEndpoint endpoint, TimeValue connectTimeout, HttpContext context) throws IOException {
        ClassicEndpoint connecting = (ClassicEndpoint) endpoint;
        connecting.pool().manager().connect(connecting.connection(), connectTimeout, context);
    }

    @Override
    public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
        ClassicEndpoint upgrading = (ClassicEndpoint) endpoint;
        upgrading.pool().manager().upgrade(upgrading.connection(), context);
    }
}
