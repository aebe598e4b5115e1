package io.holdfast.keyring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Binds a key ring's numbers to Micrometer, which must then be on the class path: {@code holdfast.keyring.fetches},
 * {@code .fetch.failures}, {@code .refused.tokens}, {@code .reload.failures}, {@code .generation},
 * {@code .last.fetch.age} and {@code .certificate.left} (both times), all with the tag {@code keyring}. The meters
 * refer to the ring weakly.
 *
 * <p>Immutable.
 */
public final class KeyRingMetrics implements MeterBinder {
    private final KeyRing keyRing;
    private final Iterable<Tag> tags;
    private final Clock clock;

    private KeyRingMetrics(KeyRing keyRing, String name, Clock clock) {
        this.keyRing = Objects.requireNonNull(keyRing, "keyRing");
        this.tags = Collections.singletonList(Tag.of("keyring", name));
        this.clock = clock;
    }

    /**
     * Makes the metrics of a ring.
     *
     * @param name the value of the tag for this ring
     */
    public static KeyRingMetrics of(KeyRing keyRing, String name) {
        return new KeyRingMetrics(keyRing, name, Clock.systemUTC());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        count(registry, "fetches", "tokens that were fetched", status -> status.fetches());
        count(registry, "fetch.failures", "calls for tokens in vain", status -> status.fetchFailures());
        count(registry, "refused.tokens", "tokens that resources refused as invalid", KeyRingStatus::refusedTokens);
        count(registry, "reload.failures", "attempts at new credentials in vain", KeyRingStatus::reloadFailures);
        Gauge.builder(
                        "holdfast.keyring.generation",
                        keyRing,
                        ring -> ring.status().generation())
                .description("which credentials are in use: 1 are the first")
                .tags(tags)
                .register(registry);
        time(registry, "last.fetch.age", "since the last token was fetched", KeyRingMetrics::age);
        time(registry, "certificate.left", "until the certificate in use ends", left(clock));
    }

    private void count(MeterRegistry registry, String name, String what, ToDoubleFunction<KeyRingStatus> number) {
        FunctionCounter.builder("holdfast.keyring." + name, keyRing, ring -> number.applyAsDouble(ring.status()))
                .description(what)
                .tags(tags)
                .register(registry);
    }

    private void time(MeterRegistry registry, String name, String what, ToDoubleFunction<KeyRingStatus> seconds) {
        TimeGauge.builder(
                        "holdfast.keyring." + name,
                        keyRing,
                        TimeUnit.SECONDS,
                        ring -> seconds.applyAsDouble(ring.status()))
                .description(what)
                .tags(tags)
                .register(registry);
    }

    private static double age(KeyRingStatus status) {
        return status.sinceLastFetch().map(age -> (double) age.getSeconds()).orElse(Double.NaN);
    }

    /** Static, because the meter must not refer to this object, which refers to the ring. */
    private static ToDoubleFunction<KeyRingStatus> left(Clock clock) {
        return status ->
                Duration.between(clock.instant(), status.certificateEnd()).getSeconds();
    }
}
