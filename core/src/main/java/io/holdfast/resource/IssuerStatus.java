package io.holdfast.resource;

import io.holdfast.authorizationserver.JwkSetStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one issuer at one moment. Immutable. */
public final class IssuerStatus {
    private final String issuer;
    private final @Nullable JwkSetStatus keys;

    private IssuerStatus(String issuer, @Nullable JwkSetStatus keys) {
        this.issuer = issuer;
        this.keys = keys;
    }

    static IssuerStatus of(TrustedIssuer issuer) {
        return new IssuerStatus(issuer.issuer(), issuer.verification().keys());
    }

    /** The issuer identifier. */
    public String issuer() {
        return issuer;
    }

    /** How long ago the keys in use were asked for; empty if there are none yet, or none are needed. */
    public Optional<Duration> keysAge() {
        return keys == null ? Optional.empty() : keys.age();
    }

    /** Why the last attempt to fetch keys failed; empty if it did not. */
    public Optional<String> keysFailure() {
        return keys == null ? Optional.empty() : keys.failure();
    }

    /** Whether its tokens can be verified, as far as is known. */
    public boolean usable() {
        return keys == null || keys.usable();
    }
}
