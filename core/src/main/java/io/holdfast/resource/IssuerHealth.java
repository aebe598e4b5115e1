package io.holdfast.resource;

import java.util.Collection;

/** Whether tokens can be verified: of one issuer, or of several together. */
public enum IssuerHealth {
    /** Not known yet: the first fetch of the issuer's metadata or keys has not ended. */
    UNKNOWN,
    /** They can, as far as is known. */
    UP,
    /** They cannot: there are no keys to use, or the issuer is not asked just now. */
    DOWN;

    /** That of the worst: {@link #DOWN} if one is, else {@link #UNKNOWN} if one is. */
    public static IssuerHealth ofAll(Collection<IssuerStatus> issuers) {
        return first(issuers, DOWN, UNKNOWN, UP);
    }

    /** That of the best: {@link #UP} if one is, else {@link #UNKNOWN} if one is. */
    static IssuerHealth ofAny(Collection<IssuerStatus> issuers) {
        return first(issuers, UP, UNKNOWN, DOWN);
    }

    private static IssuerHealth first(
            Collection<IssuerStatus> issuers, IssuerHealth first, IssuerHealth second, IssuerHealth otherwise) {
        IssuerHealth found = otherwise;
        for (IssuerStatus issuer : issuers) {
            IssuerHealth health = issuer.health();
            if (health == first) {
                return first;
            }
            if (health == second) {
                found = second;
            }
        }
        return found;
    }
}
