package io.holdfast.authorizationserver;

import io.holdfast.token.SignatureAlgorithm;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The keys of a JWK set by their use: those that verify signatures here, and those left out, each with the reason. Immutable. */
public final class JwkSetSummary {
    private final List<String> used;
    private final List<String> leftOut;

    private JwkSetSummary(List<String> used, List<String> leftOut) {
        this.used = Collections.unmodifiableList(used);
        this.leftOut = Collections.unmodifiableList(leftOut);
    }

    /**
     * Reads a JWK set as a protected resource does.
     *
     * @param accepted the algorithms that tokens may be signed with
     * @throws AuthorizationServerException if the document is no JWK set
     */
    public static JwkSetSummary of(String document, Set<SignatureAlgorithm> accepted)
            throws AuthorizationServerException {
        FetchedKeys keys = FetchedKeys.parse(document, accepted, 0, 0);
        return new JwkSetSummary(keys.usedIds(), keys.leftOutReasons());
    }

    /** The {@code kid} of each key in use; {@code without kid} for a key that has none. */
    public List<String> used() {
        return used;
    }

    /** A clause for each key left out, as in {@code the key 'enc-1' is left out, because …}. */
    public List<String> leftOut() {
        return leftOut;
    }
}
