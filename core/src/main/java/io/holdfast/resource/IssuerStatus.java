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
    private final @Nullable String rest;
    private final @Nullable TokenCacheStatus cache;

    private IssuerStatus(
            String issuer, @Nullable JwkSetStatus keys, @Nullable String rest, @Nullable TokenCacheStatus cache) {
        this.issuer = issuer;
        this.keys = keys;
        this.rest = rest;
        this.cache = cache;
    }

    static IssuerStatus of(TrustedIssuer issuer) {
        IssuerVerification verification = issuer.verification();
        return new IssuerStatus(
                issuer.issuer(), verification.keys(), verification.rest().orElse(null), verification.cache());
    }

    /** The issuer identifier. */
    public String issuer() {
        return issuer;
    }

    /** How long ago the keys in use were asked for; empty if there are none yet, or none are needed. */
    public Optional<Duration> keysAge() {
        return keys == null ? Optional.empty() : keys.age();
    }

    /** Why the last attempt to fetch keys failed, or why the issuer is not asked just now; empty for nothing. */
    public Optional<String> failure() {
        return keys == null ? Optional.ofNullable(rest) : keys.failure();
    }

    /** Whether its tokens can be verified, as far as is known. */
    public boolean usable() {
        return keys == null ? rest == null : keys.usable();
    }

    /** How what is remembered of its tokens fares; empty if nothing is remembered. */
    public Optional<TokenCacheStatus> cache() {
        return Optional.ofNullable(cache);
    }
}
