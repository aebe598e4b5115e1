package io.holdfast.resource;

import io.holdfast.authorizationserver.JwkSetStatus;
import java.util.Collection;

/** Whether tokens can be verified: of one issuer, or of several together. */
public enum IssuerHealth {
    /** Not known yet: the first fetch of the issuer's metadata or keys has not ended. */
    UNKNOWN,
    /** They can, as far as is known. */
    UP,
    /** They cannot: there are no keys to use, the issuer is not asked just now, or its signed answers do not verify. */
    DOWN;

    /** Health of an issuer whose tokens need these keys. */
    static IssuerHealth of(JwkSetStatus keys) {
        return !keys.known() ? UNKNOWN : keys.usable() ? UP : DOWN;
    }

    /** Health of what needs this and another one. */
    IssuerHealth and(IssuerHealth other) {
        return this == DOWN || other == DOWN ? DOWN : this == UP ? other : this;
    }

    /** Health of what works with this or with another one. */
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
