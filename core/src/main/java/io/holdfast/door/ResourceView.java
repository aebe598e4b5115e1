package io.holdfast.door;

import io.holdfast.access.AccessRule;
import io.holdfast.access.EnforcementMode;
import io.holdfast.access.RuleReview;
import io.holdfast.config.ResourceSettings;
import io.holdfast.resource.IssuerHealth;
import io.holdfast.resource.IssuerStatus;
import io.holdfast.resource.ProtectedResource;
import io.holdfast.resource.RefusalReason;
import io.holdfast.token.TokenCacheStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A live view of a protected resource. An application finds a filter's view in the servlet context, under
 * {@link #CONTEXT_ATTRIBUTE}, a dot and the filter's name. Safe for use by many threads.
 */
public final class ResourceView implements ProtectedResourceMXBean {
    /** The prefix of the servlet context attribute's name. */
    public static final String CONTEXT_ATTRIBUTE = ResourceView.class.getName();

    private final Supplier<ProtectedResource> resource;
    private final DecisionCounters counters;
    private final LastError lastError;
    private final String settingsFile;
    private final AtomicLong reloads = new AtomicLong();
    private final AtomicLong reloadFailures = new AtomicLong();

    ResourceView(
            Supplier<ProtectedResource> resource,
            DecisionCounters counters,
            LastError lastError,
            Optional<Path> settingsFile) {
        this.resource = resource;
        this.counters = counters;
        this.lastError = lastError;
        this.settingsFile = settingsFile.map(Path::toString).orElse("");
    }

    void reloaded() {
        reloads.incrementAndGet();
    }

    void notReloaded(String why) {
        lastError.note(why); // first, so that a reader who sees the count finds the reason
        reloadFailures.incrementAndGet();
    }

    @Override
    public String getMode() {
        return resource.get().settings().mode().settingValue();
    }

    @Override
    public List<String> getModeExceptions() {
        ResourceSettings settings = resource.get().settings();
        return RuleReview.withModeOtherThan(settings.mode(), settings.accessRules()).stream()
                .map(AccessRule::toString)
                .collect(Collectors.toList());
    }

    /** True if the mode and every access rule are enforced, none is report-only. */
    public boolean isEnforcing() {
        return getMode().equals(EnforcementMode.ENFORCE.settingValue())
                && getModeExceptions().isEmpty();
    }

    @Override
    public long getAccepted() {
        return counters.accepted();
    }

    @Override
    public long getOpen() {
        return counters.open();
    }

    @Override
    public long getRefused() {
        return sum(getRefusedByReason());
    }

    @Override
    public Map<String, Long> getRefusedByReason() {
        return counters.refused();
    }

    @Override
    public long getReported() {
        return sum(getReportedByReason());
    }

    @Override
    public Map<String, Long> getReportedByReason() {
        return counters.reported();
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The number of requests refused for this reason. */
    public long refused(RefusalReason reason) {
        return counters.refused(reason);
    }

    /** The number of requests that passed but would have been refused for this reason. */
    public long reported(RefusalReason reason) {
        return counters.reported(reason);
    }

    /** The status of each issuer. */
    public List<IssuerStatus> issuers() {
        return resource.get().issuers();
    }

    @Override
    public long getCachedTokens() {
        return cached(TokenCacheStatus::size);
    }

    @Override
    public long getCacheHits() {
        return cached(TokenCacheStatus::hits);
    }

    @Override
    public long getCacheMisses() {
        return cached(TokenCacheStatus::misses);
    }

    private long cached(ToLongFunction<TokenCacheStatus> number) {
        return issuers().stream()
                .map(IssuerStatus::cache)
                .mapToLong(cache -> cache.map(number::applyAsLong).orElse(0L))
                .sum();
    }

    @Override
    public boolean isHealthy() {
        return health() == IssuerHealth.UP;
    }

    @Override
    public String getHealth() {
        return health().name();
    }

    /** The health: whether tokens of every issuer can be verified, or that this is unknown. */
    public IssuerHealth health() {
        return IssuerHealth.ofAll(issuers());
    }

    @Override
    public Map<String, Long> getKeysAgeSeconds() {
        Map<String, Long> ages = new LinkedHashMap<>();
        for (IssuerStatus issuer : issuers()) {
            ages.put(
                    issuer.issuer(),
                    issuer.keysAge().isPresent() ? issuer.keysAge().get().getSeconds() : -1L);
        }
        return ages;
    }

    @Override
    public Map<String, String> getIssuerFailures() {
        Map<String, String> failures = new LinkedHashMap<>();
        issuers().forEach(issuer -> issuer.failure().ifPresent(why -> failures.put(issuer.issuer(), why)));
        return failures;
    }

    @Override
    public String getLastError() {
        return lastError.text();
    }

    @Override
    public String getLastErrorTime() {
        return lastError.time();
    }

    @Override
    public String getSettingsFile() {
        return settingsFile;
    }

    @Override
    public long getSettingsReloads() {
        return reloads.get();
    }

    @Override
    public long getSettingsReloadFailures() {
        return reloadFailures.get();
    }
}
