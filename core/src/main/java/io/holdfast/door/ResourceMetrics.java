package io.holdfast.door;

import io.holdfast.resource.IssuerHealth;
import io.holdfast.resource.RefusalReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/**
 * Binds a protected resource's numbers to Micrometer, which must then be on the class path. All have the tag
 * {@code resource}:
 * <ul>
 *   <li>the counter {@code holdfast.decisions} with the tags {@code outcome} ({@code accepted}, {@code open},
 *       {@code refused} or {@code reported}) and {@code reason} (a code, or {@code none});
 *   <li>the gauge {@code holdfast.healthy}, 1, or 0 if tokens cannot be verified or that is not known yet;
 *   <li>the gauge {@code holdfast.known}, 1, or 0 before the first metadata and keys have come or failed;
 *   <li>the gauge {@code holdfast.enforcing}, 1, or 0 if the mode or an access rule is report-only;
 *   <li>the gauge {@code holdfast.keys.age} of the oldest keys in use, in seconds;
 *   <li>the gauge {@code holdfast.tokens.cached}, and the counter {@code holdfast.cache} with the tag {@code outcome}
 *       ({@code hit} or {@code miss});
 *   <li>the counter {@code holdfast.settings.reloads} with the tag {@code outcome} ({@code success} or {@code failure}).
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public final class ResourceMetrics implements MeterBinder, Closeable {
    private static final String LOOKS = "looks for a remembered token";
    private static final String RELOADS = "changes of the settings file";

    private final ResourceView view;
    private final String name;
    private final List<Registered> registered = new CopyOnWriteArrayList<>();

    private ResourceMetrics(ResourceView view, String name) {
        this.view = view;
        this.name = name;
    }

    /**
     * Makes the metrics of a resource.
     *
     * @param name the value of the tag for this resource
     */
    public static ResourceMetrics of(ResourceView view, String name) {
        return new ResourceMetrics(view, name);
    }

    /** Makes the metrics and binds them to Micrometer's global registry. */
    static ResourceMetrics global(ResourceView view, String name) {
        ResourceMetrics metrics = of(view, name);
        metrics.bindTo(Metrics.globalRegistry);
        return metrics;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        decisions(registry, "accepted", "none", ResourceView::getAccepted);
        decisions(registry, "open", "none", ResourceView::getOpen);
        for (RefusalReason reason : RefusalReason.values()) {
            decisions(registry, "refused", reason.code(), of -> of.refused(reason));
            decisions(registry, "reported", reason.code(), of -> of.reported(reason));
        }
        gauge(registry, "healthy", "whether tokens can be verified", of -> of.isHealthy() ? 1 : 0);
        gauge(registry, "known", "whether it is known if tokens can be verified", ResourceMetrics::known);
        gauge(registry, "enforcing", "whether nothing is only reported", of -> of.isEnforcing() ? 1 : 0);
        gauge(registry, "keys.age", "seconds since the oldest keys in use were asked for", ResourceMetrics::oldest);
        gauge(registry, "tokens.cached", "tokens that are remembered", ResourceView::getCachedTokens);
        counter(registry, "cache", LOOKS, "hit", ResourceView::getCacheHits);
        counter(registry, "cache", LOOKS, "miss", ResourceView::getCacheMisses);
        counter(registry, "settings.reloads", RELOADS, "success", ResourceView::getSettingsReloads);
        counter(registry, "settings.reloads", RELOADS, "failure", ResourceView::getSettingsReloadFailures);
    }

    private void decisions(
            MeterRegistry registry, String outcome, String reason, ToDoubleFunction<ResourceView> number) {
        add(
                registry,
                FunctionCounter.builder("holdfast.decisions", view, number)
                        .description("decisions about requests")
                        .tags("resource", name, "outcome", outcome, "reason", reason)
                        .register(registry));
    }

    private void counter(
            MeterRegistry registry,
            String what,
            String description,
            String outcome,
            ToDoubleFunction<ResourceView> number) {
        add(
                registry,
                FunctionCounter.builder("holdfast." + what, view, number)
                        .description(description)
                        .tags("resource", name, "outcome", outcome)
                        .register(registry));
    }

    private void gauge(MeterRegistry registry, String what, String description, ToDoubleFunction<ResourceView> number) {
        add(
                registry,
                Gauge.builder("holdfast." + what, view, number)
                        .description(description)
                        .tags("resource", name)
                        .register(registry));
    }

    private static double known(ResourceView view) {
        return view.health() == IssuerHealth.UNKNOWN ? 0 : 1;
    }

    private static double oldest(ResourceView view) {
        return view.issuers().stream()
                .filter(issuer -> issuer.keysAge().isPresent())
                .mapToDouble(issuer -> issuer.keysAge().get().getSeconds())
                .max()
                .orElse(Double.NaN);
    }

    private void add(MeterRegistry registry, Meter meter) {
        registered.add(new Registered(registry, meter));
    }

    /** Removes the meters from their registries, which may outlive the application. */
    @Override
    public void close() {
        List<Registered> all = new ArrayList<>(registered);
        registered.removeAll(all);
        all.forEach(one -> one.registry.remove(one.meter));
    }

    private static final class Registered {
        private final MeterRegistry registry;
        private final Meter meter;

        private Registered(MeterRegistry registry, Meter meter) {
            this.registry = registry;
            this.meter = meter;
        }
    }
}
