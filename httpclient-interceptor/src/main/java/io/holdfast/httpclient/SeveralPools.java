package io.holdfast.httpclient;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** Several pools that look like one to HttpClient, which closes expired connections, and to connection counters. */
abstract class SeveralPools implements ConnPoolControl<HttpRoute> {
    /** All connection managers; one without a pool to control is skipped. */
    abstract Collection<?> managers();

    @SuppressWarnings("unchecked") // HttpClient's managers have no other routes
    static @Nullable ConnPoolControl<HttpRoute> control(Object manager) {
        return manager instanceof ConnPoolControl ? (ConnPoolControl<HttpRoute>) manager : null;
    }

    private List<ConnPoolControl<HttpRoute>> controls() {
        List<ConnPoolControl<HttpRoute>> controls = new ArrayList<>();
        for (Object manager : managers()) {
            ConnPoolControl<HttpRoute> control = control(manager);
            if (control != null) {
                controls.add(control);
            }
        }
        return controls;
    }

    @Override
    public final void closeIdle(TimeValue idleTime) {
        controls().forEach(control -> control.closeIdle(idleTime));
    }

    @Override
    public final void closeExpired() {
        controls().forEach(ConnPoolControl::closeExpired);
    }

    @Override
    public final Set<HttpRoute> getRoutes() {
        Set<HttpRoute> routes = new HashSet<>();
        controls().forEach(control -> routes.addAll(control.getRoutes()));
        return routes;
    }

    @Override
    public final PoolStats getTotalStats() {
        return sum(ConnPoolControl::getTotalStats);
    }

    @Override
    public final PoolStats getStats(HttpRoute route) {
        return sum(control -> control.getStats(route));
    }

    private PoolStats sum(Function<ConnPoolControl<HttpRoute>, PoolStats> of) {
        PoolStats sum = new PoolStats(0, 0, 0, 0);
        for (ConnPoolControl<HttpRoute> control : controls()) {
            PoolStats stats = of.apply(control);
            sum = new PoolStats(
                    sum.getLeased() + stats.getLeased(),
                    sum.getPending() + stats.getPending(),
                    sum.getAvailable() + stats.getAvailable(),
                    Math.max(sum.getMax(), stats.getMax()));
        }
        return sum;
    }

    @Override
    public final int getMaxTotal() {
        return getTotalStats().getMax();
    }

    @Override
    public final int getDefaultMaxPerRoute() {
        return controls().stream()
                .mapToInt(ConnPoolControl::getDefaultMaxPerRoute)
                .max()
                .orElse(0);
    }

    @Override
    public final int getMaxPerRoute(HttpRoute route) {
        return getStats(route).getMax();
    }

    @Override
    public final void setMaxTotal(int max) {
        throw fixed();
    }

    @Override
    public final void setDefaultMaxPerRoute(int max) {
        throw fixed();
    }

    @Override
    public final void setMaxPerRoute(HttpRoute route, int max) {
        throw fixed();
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("Limits set here would be gone with the next certificate. Give"
                + " configure() a function that sets them for each pool.");
    }
}
