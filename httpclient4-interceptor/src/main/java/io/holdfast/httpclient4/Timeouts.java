package io.holdfast.httpclient4;

import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * Bounds connecting and silence where nobody else has: neither the {@code RequestConfig} nor the {@code SocketConfig} of the
 * connections. Safe for use by several threads.
 */
final class Timeouts {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 30_000;

    private final boolean silenceIsBounded;
    private volatile @Nullable Bounded last; // most requests of a client have one configuration

    Timeouts(HttpClientConnectionManager connections) {
        SocketConfig sockets = connections instanceof PoolingHttpClientConnectionManager
                ? ((PoolingHttpClientConnectionManager) connections).getDefaultSocketConfig()
                : connections instanceof BasicHttpClientConnectionManager
                        ? ((BasicHttpClientConnectionManager) connections).getSocketConfig()
                        : null;
        this.silenceIsBounded = sockets != null && sockets.getSoTimeout() > 0;
    }

    void bound(HttpClientContext context) {
        RequestConfig given = context.getRequestConfig();
        Bounded known = last;
        if (known == null || known.given != given) {
            known = new Bounded(given, bounded(given));
            last = known;
        }
        context.setRequestConfig(known.bounded);
    }

    /** A negative time is one that nobody has set. */
    private RequestConfig bounded(RequestConfig given) {
        boolean connect = given.getConnectTimeout() < 0;
        boolean silence = given.getSocketTimeout() < 0 && !silenceIsBounded;
        if (!connect && !silence) {
            return given;
        }
        return RequestConfig.copy(given)
                .setConnectTimeout(connect ? CONNECT_MILLIS : given.getConnectTimeout())
                .setSocketTimeout(silence ? SILENCE_MILLIS : given.getSocketTimeout())
                .build();
    }

    private static final class Bounded {
        private final RequestConfig given;
        private final RequestConfig bounded;

        Bounded(RequestConfig given, RequestConfig bounded) {
            this.given = given;
            this.bounded = bounded;
        }
    }
}
