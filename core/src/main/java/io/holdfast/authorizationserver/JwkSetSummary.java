package io.holdfast.authorizationserver;

import io.holdfast.token.SignatureAlgorithm;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JWK set by their use: those that verify signatures here, those left out, each with the reason, and among
 * the latter those whose private half anybody may have. Immutable.
 */
public final class JwkSetSummary {
    private final List<String> used;
    private final List<String> leftOut;
    private final List<String> exposed;
    private final @Nullable String problem;

    private JwkSetSummary(FetchedKeys keys) {
        this.used = Collections.unmodifiableList(keys.usedIds());
        this.leftOut = clauses(keys, false);
        this.exposed = clauses(keys, true);
        AuthorizationServerException failure = keys.failure();
        this.problem = failure != null ? failure.getMessage() : null;
    }

    private static List<String> clauses(FetchedKeys keys, boolean exposed) {
        return Collections.unmodifiableList(keys.leftOut().stream()
                .filter(key -> key.isExposed() == exposed)
                .map(LeftOutKey::toString)
                .collect(Collectors.toList()));
    }

    /**
     * Reads a JWK set as a protected resource does.
     *
     * @param accepted the algorithms that tokens may be signed with
     * @throws AuthorizationServerException if the document is no JWK set
     */
    public static JwkSetSummary of(String document, Set<SignatureAlgorithm> accepted)
            throws AuthorizationServerException {
        return new JwkSetSummary(FetchedKeys.parse(document, accepted, 0, 0));
    }

    /** The {@code kid} of each key in use; {@code without kid} for a key that has none. */
    public List<String> used() {
        return used;
    }

    /** A clause for each key left out that is not {@link #exposed}, as in {@code the key 'enc-1' is left out, because …}. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** A clause for each key that is published with its private members: whoever has read it can sign tokens. */
    public List<String> exposed() {
        return exposed;
    }

    /** The reason why the set verifies no token, with some of the keys left out; empty if it has a key in use. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
