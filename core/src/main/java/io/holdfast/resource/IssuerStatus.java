package io.holdfast.resource;

import io.holdfast.authorizationserver.JwkSetStatus;
import io.holdfast.token.TokenCacheStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one issuer at one moment; what is counted goes on. Safe for use by many threads. */
public final class IssuerStatus {
    private final String issuer;
    private final @Nullable JwkSetStatus keys;
    private final @Nullable String unanswered;
    private final boolean known;
    private final @Nullable TokenCacheStatus cache;

    private IssuerStatus(
            String issuer,
            @Nullable JwkSetStatus keys,
            @Nullable String unanswered,
            boolean known,
            @Nullable TokenCacheStatus cache) {
        this.issuer = issuer;
        this.keys = keys;
        this.unanswered = unanswered;
        this.known = known;
        this.cache = cache;
    }

    static IssuerStatus of(TrustedIssuer issuer) {
        IssuerVerification verification = issuer.verification();
        JwkSetStatus keys = verification.keys();
        return new IssuerStatus(
                issuer.issuer(),
                keys,
                verification.unanswered().orElse(null),
                verification.isEndpointKnown() && (keys == null || keys.known()),
                verification.cache());
    }

    /** The issuer identifier. */
    public String issuer() {
        return issuer;
    }

    /** How long ago the keys in use were asked for; empty if there are none yet, or none are needed. */
    public Optional<Duration> keysAge() {
        return keys == null ? Optional.empty() : keys.age();
    }

    /**
     * Why the last attempt to fetch keys failed, or the place of the introspection endpoint is not known, or why the issuer
     * is not asked just now; empty for nothing.
     */
    public Optional<String> failure() {
        return unanswered != null || keys == null ? Optional.ofNullable(unanswered) : keys.failure();
    }

    /** Whether its tokens can be verified, as far as is known; false as long as nothing is known. */
    public boolean usable() {
        return health() == IssuerHealth.UP;
    }

    /** The same, with what is not known yet told apart. */
    public IssuerHealth health() {
        boolean keysFail = keys != null && keys.known() && !keys.usable();
        if (unanswered != null || keysFail) {
            return IssuerHealth.DOWN;
        }
        return known ? IssuerHealth.UP : IssuerHealth.UNKNOWN;
    }

    /** How what is remembered of its tokens fares; empty if nothing is remembered. */
    public Optional<TokenCacheStatus> cache() {
        return Optional.ofNullable(cache);
    }
}
