package io.holdfast.httpclient;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.function.Resolver;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The connection manager that a builder had before {@code configure} put another in its place: frameworks set it, with the
 * pool's size and the timeouts of their own settings. The pools of each generation get them, too.
 *
 * <p>HttpClient has setters for most of it, and getters for the size only, so private fields are read by their names in
 * 5.2 to 5.6. Nothing depends on that: settings that cannot be read or kept are {@linkplain #losses() named}.
 *
 * <p>Safe for use by several threads. TLS sockets are no part of it: they are the key ring's.
 */
final class EarlierPool {
    private static final String LIMITS = "the limits of single routes";
    private static final String REUSE = "the PoolReusePolicy";
    private static final String OFF_LOCK = "org.apache.hc.core5.pool.RouteSegmentedConnPool";

    private final List<String> losses = new ArrayList<>();
    private @Nullable Integer maxTotal;
    private @Nullable Integer maxPerRoute;
    private @Nullable Resolver<HttpRoute, ConnectionConfig> connections;
    private @Nullable Resolver<HttpRoute, SocketConfig> sockets;
    private @Nullable Resolver<HttpHost, TlsConfig> tls;
    private @Nullable DnsResolver names;
    private @Nullable SchemePortResolver ports;
    private @Nullable HttpConnectionFactory<ManagedHttpClientConnection> making;
    private @Nullable PoolReusePolicy reuse;
    private @Nullable PoolConcurrencyPolicy concurrency;
    private volatile @Nullable Bounded last; // most clients have one configuration

    private EarlierPool() {}

    /**
     * Reads what a builder has.
     *
     * @param builder of a classic or an asynchronous client
     * @param declaring the class of HttpClient's that declares the field
     */
    static <B> EarlierPool of(B builder, Class<? super B> declaring) {
        EarlierPool earlier = new EarlierPool();
        Object manager = null;
        try {
            manager = valueOf(declaring.getDeclaredField("connManager"), builder);
        } catch (ReflectiveOperationException | RuntimeException e) {
            earlier.losses.add(
                    "whatever a connection manager had that was set before (HttpClient does not show it: " + e + ")");
        }
        if (manager instanceof PoolingHttpClientConnectionManager
                || manager instanceof PoolingAsyncClientConnectionManager) {
            earlier.read(manager);
        } else if (manager != null && !(manager instanceof SeveralPools)) {
            earlier.losses.add("all settings of the " + manager.getClass().getName() + " that was set before");
        }
        return earlier;
    }

    @SuppressWarnings("unchecked") // the fields of HttpClient's own two classes have no other types
    private void read(Object manager) {
        ConnPoolControl<HttpRoute> size = (ConnPoolControl<HttpRoute>) manager;
        maxTotal = size.getMaxTotal() > 0 ? size.getMaxTotal() : null; // a lax pool has none
        maxPerRoute = size.getDefaultMaxPerRoute();
        boolean classic = manager instanceof PoolingHttpClientConnectionManager;
        connections = field(Resolver.class, manager, "the timeouts", "connectionConfigResolver");
        tls = field(Resolver.class, manager, "the TlsConfig", "tlsConfigResolver");
        if (classic) {
            sockets = field(Resolver.class, manager, "the SocketConfig", "socketConfigResolver");
            making = field(HttpConnectionFactory.class, manager, "the connection factory", "connFactory");
        }
        String[] toNames = classic
                ? new String[] {"connectionOperator", "dnsResolver"}
                : new String[] {"connectionOperator", "sessionRequester", "dnsResolver"};
        names = field(DnsResolver.class, manager, "the DnsResolver", toNames);
        ports = field(
                SchemePortResolver.class,
                manager,
                "the SchemePortResolver",
                "connectionOperator",
                "schemePortResolver");
        readKind(field(Object.class, manager, LIMITS, "pool"));
    }

    private void readKind(@Nullable Object pool) {
        if (pool instanceof LaxConnPool) {
            concurrency = PoolConcurrencyPolicy.LAX;
            reuse = field(PoolReusePolicy.class, pool, REUSE, "policy");
        } else if (pool instanceof StrictConnPool) {
            reuse = field(PoolReusePolicy.class, pool, REUSE, "policy");
            readLimits(pool);
        } else if (pool != null && pool.getClass().getName().equals(OFF_LOCK)) {
            concurrency = PoolConcurrencyPolicy.valueOf("OFFLOCK"); // by name: HttpCore before 5.4 has neither
            reuse = field(PoolReusePolicy.class, pool, REUSE, "reusePolicy");
            readLimits(pool);
        } else if (pool != null) {
            String kind = pool.getClass().getName();
            losses.add("the kind of pool, " + kind + (kind.contains("H2Sharing") ? " (setMessageMultiplexing)" : ""));
        }
    }

    private void readLimits(Object pool) {
        Map<?, ?> limits = field(Map.class, pool, LIMITS, "maxPerRoute");
        if (limits != null && !limits.isEmpty()) {
            losses.add(LIMITS);
        }
    }

    /** The value at the end of a path of fields; null if a field has none, and if one cannot be read, which is a loss. */
    private <T> @Nullable T field(Class<T> type, Object owner, String setting, String... path) {
        Object value = owner;
        try {
            for (String name : path) {
                if (value == null) {
                    return null;
                }
                value = valueOf(declared(value.getClass(), name), value);
            }
            return type.cast(value);
        } catch (ReflectiveOperationException | RuntimeException e) {
            losses.add(setting + " (HttpClient does not show it: " + e + ")");
            return null;
        }
    }

    private static Field declared(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            try {
                return each.getDeclaredField(name);
            } catch (NoSuchFieldException e) {
                // perhaps a superclass has it
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }

    private static @Nullable Object valueOf(Field field, Object owner) throws IllegalAccessException {
        field.setAccessible(true);
        return field.get(owner);
    }

    /** The settings that are not kept, in words; empty if all are, or if there were none. */
    List<String> losses() {
        return losses;
    }

    void applyTo(PoolingHttpClientConnectionManagerBuilder pool) {
        set(maxTotal, pool::setMaxConnTotal);
        set(maxPerRoute, pool::setMaxConnPerRoute);
        set(reuse, pool::setConnPoolPolicy);
        set(concurrency, pool::setPoolConcurrencyPolicy);
        set(names, pool::setDnsResolver);
        set(ports, pool::setSchemePortResolver);
        set(tls, pool::setTlsConfigResolver);
        set(sockets, pool::setSocketConfigResolver);
        set(making, pool::setConnectionFactory);
        if (connections == null && sockets == null) {
            pool.setDefaultConnectionConfig(new Bounded(ConnectionConfig.DEFAULT, null).config);
        } else {
            pool.setConnectionConfigResolver(this::connection);
        }
    }

    void applyTo(PoolingAsyncClientConnectionManagerBuilder pool) {
        set(maxTotal, pool::setMaxConnTotal);
        set(maxPerRoute, pool::setMaxConnPerRoute);
        set(reuse, pool::setConnPoolPolicy);
        set(concurrency, pool::setPoolConcurrencyPolicy);
        set(names, pool::setDnsResolver);
        set(ports, pool::setSchemePortResolver);
        set(tls, pool::setTlsConfigResolver);
        if (connections == null && sockets == null) {
            pool.setDefaultConnectionConfig(new Bounded(ConnectionConfig.DEFAULT, null).config);
        } else {
            pool.setConnectionConfigResolver(this::connection);
        }
    }

    private static <T> void set(@Nullable T value, Consumer<T> setting) {
        if (value != null) {
            setting.accept(value);
        }
    }

    /** One object for one of the earlier manager's: a pool asks with each lease. */
    private ConnectionConfig connection(HttpRoute route) {
        ConnectionConfig known = connections != null ? connections.resolve(route) : null;
        ConnectionConfig set = known != null ? known : ConnectionConfig.DEFAULT;
        SocketConfig socket = sockets != null ? sockets.resolve(route) : null;
        Bounded recent = last;
        if (recent == null || recent.set != set || recent.socket != socket) {
            recent = new Bounded(set, socket);
            last = recent;
        }
        return recent.config;
    }

    /** A configuration in which both times are bounded, by this where nobody else has set them. */
    private static final class Bounded {
        private final ConnectionConfig set;
        private final @Nullable SocketConfig socket;
        private final ConnectionConfig config;

        Bounded(ConnectionConfig set, @Nullable SocketConfig socket) {
            this.set = set;
            this.socket = socket;
            ConnectionConfig.Builder next = ConnectionConfig.copy(set);
            if (isUnset(set.getConnectTimeout(), ConnectionConfig.DEFAULT.getConnectTimeout())) {
                next.setConnectTimeout(BoundTokenInterceptor.CONNECT_TIMEOUT);
            }
            if (set.getSocketTimeout() == null
                    && (socket == null || isUnset(socket.getSoTimeout(), SocketConfig.DEFAULT.getSoTimeout()))) {
                next.setSocketTimeout(BoundTokenInterceptor.SOCKET_TIMEOUT);
            }
            this.config = next.build();
        }

        private static boolean isUnset(@Nullable Timeout timeout, @Nullable Timeout byDefault) {
            return timeout == null || timeout.equals(byDefault);
        }
    }
}
