package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenResponse;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** The rules for all tokens of a key ring, in every generation. Safe for use by several threads. */
public final class TokenPolicy {
    /** The longest lifetime, with the same cap as for lifetimes stated by servers. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Duration margin;
    private final Duration unstated;
    private final BindingInspection binding;
    private final boolean certificateRequired;
    private final DoubleSupplier chance;
    private final RepeatedWarnings warnings = new RepeatedWarnings();

    /**
     * @param expiryMargin the unused time before a token's expiry, at most half of its life; not negative
     * @param defaultLifetime the lifetime of a token if the server does not state it; zero for one use
     * @param bindingCheck the treatment of a token that is not bound to the certificate
     * @param certificateRequired true if no token is used that was fetched without the certificate, and so cannot be bound
     * @param chance gives numbers from 0 to 1, 1 excluded, to spread refreshes and retries in time
     */
    public TokenPolicy(
            Duration expiryMargin,
            Duration defaultLifetime,
            BindingCheck bindingCheck,
            boolean certificateRequired,
            DoubleSupplier chance) {
        this.margin = shorter(expiryMargin, LONGEST);
        this.unstated = shorter(defaultLifetime, LONGEST);
        this.binding = new BindingInspection(bindingCheck, warnings);
        this.certificateRequired = certificateRequired;
        this.chance = chance;
    }

    TokenLifetime lifetime(TokenResponse response, long askedAt) {
        return new TokenLifetime(
                askedAt, shorter(response.expiresIn().orElse(unstated), LONGEST), margin, chance.getAsDouble());
    }

    FetchBackOff newBackOff(LongSupplier ticker) {
        return new FetchBackOff(chance, ticker);
    }

    BindingInspection binding() {
        return binding;
    }

    boolean isCertificateRequired() {
        return certificateRequired;
    }

    RepeatedWarnings warnings() {
        return warnings;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
