package io.holdfast.resource;

import io.holdfast.authorizationserver.JwkSetStatus;
import io.holdfast.token.TokenCacheStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of one issuer at one moment; its counters go on. Safe for use by many threads. */
public final class IssuerStatus {
    private final String issuer;
    private final IssuerHealth health;
    private final Optional<String> failure;
    private final Optional<Duration> keysAge;
    private final @Nullable TokenCacheStatus cache;

    IssuerStatus(
            String issuer,
            IssuerHealth health,
            Optional<String> failure,
            Optional<Duration> keysAge,
            @Nullable TokenCacheStatus cache) {
        this.issuer = issuer;
        this.health = health;
        this.failure = failure;
        this.keysAge = keysAge;
        this.cache = cache;
    }

    /** The status of the same issuer, whose tokens cannot be verified without these keys. */
    IssuerStatus needing(JwkSetStatus keys) {
        IssuerHealth ofTheKeys = IssuerHealth.of(keys);
        Optional<String> why = ofTheKeys == IssuerHealth.DOWN || !failure.isPresent() ? keys.failure() : failure;
        return new IssuerStatus(issuer, health.and(ofTheKeys), why, keys.age(), cache);
    }

    /** This status with one more thing to put right, from which its health does not suffer now. */
    IssuerStatus noting(Optional<String> defect) {
        if (!defect.isPresent()) {
            return this;
        }
        Optional<String> all = Optional.of(failure.map(why -> why + " ").orElse("") + defect.get());
        return new IssuerStatus(issuer, health, all, keysAge, cache);
    }

    /** The issuer identifier. */
    public String issuer() {
        return issuer;
    }

    /** The time since the keys in use were requested; empty if there are none yet, or none are needed. */
    public Optional<Duration> keysAge() {
        return keysAge;
    }

    /**
     * The reason why the last fetch of keys failed, the place of the introspection endpoint is not known, the issuer is not
     * asked just now, or the present content of a file of keys, trust or a secret is not in use; empty for nothing.
     */
    public Optional<String> failure() {
        return failure;
    }

    /** True if its tokens can be verified, as far as is known; false as long as nothing is known. */
    public boolean usable() {
        return health == IssuerHealth.UP;
    }

    /** The health of its verification, {@link IssuerHealth#UNKNOWN} as long as nothing is known. */
    public IssuerHealth health() {
        return health;
    }

    /** The state of the cache of its tokens; empty without a cache. */
    public Optional<TokenCacheStatus> cache() {
        return Optional.ofNullable(cache);
    }
}
