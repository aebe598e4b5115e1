package io.holdfast.resource;

import io.holdfast.authorizationserver.JwkSetStatus;
import java.util.Collection;

/** The health of verification: of one issuer's tokens, or of several issuers' together. */
public enum IssuerHealth {
    /** Not known yet: the first fetch of the issuer's metadata or keys has not ended. */
    UNKNOWN,
    /** Tokens can be verified, as far as is known. */
    UP,
    /** Tokens cannot be verified: no usable keys, the issuer is not asked now, or its signed answers do not verify. */
    DOWN;

    /** Health of an issuer whose tokens need these keys. */
    static IssuerHealth of(JwkSetStatus keys) {
        return !keys.known() ? UNKNOWN : keys.usable() ? UP : DOWN;
    }

    /** The health of a verification that needs this one and the other. */
    IssuerHealth and(IssuerHealth other) {
        return this == DOWN || other == DOWN ? DOWN : this == UP ? other : this;
    }

    /** The health of a verification that works with either of the two. */
    private IssuerHealth or(IssuerHealth other) {
        return this == UP || other == UP ? UP : this == DOWN ? other : this;
    }

    /** The worst: {@link #DOWN} if one is, else {@link #UNKNOWN} if one is. */
    public static IssuerHealth ofAll(Collection<IssuerStatus> issuers) {
        return issuers.stream().map(IssuerStatus::health).reduce(UP, IssuerHealth::and);
    }

    /** The best: {@link #UP} if one is, else {@link #UNKNOWN} if one is. */
    static IssuerHealth ofAny(Collection<IssuerStatus> issuers) {
        return issuers.stream().map(IssuerStatus::health).reduce(DOWN, IssuerHealth::or);
    }
}
