package io.holdfast.authorizationserver;

import io.holdfast.token.SignatureAlgorithm;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JWK set by their use: those that verify signatures here, those left out, each with the reason; of
 * the latter those whose private half anybody may have, and those for encryption, apart. Immutable.
 */
public final class JwkSetSummary {
    private final List<String> used;
    private final List<String> leftOut;
    private final List<String> exposed;
    private final List<String> forEncryption;
    private final @Nullable String problem;

    private JwkSetSummary(FetchedKeys keys) {
        this.used = Collections.unmodifiableList(keys.usedIds());
        this.leftOut = clauses(keys, key -> !key.isExposed() && !key.isForEncryption());
        this.exposed = clauses(keys, LeftOutKey::isExposed);
        this.forEncryption = clauses(keys, LeftOutKey::isForEncryption);
        AuthorizationServerException failure = keys.failure();
        this.problem = failure != null ? failure.getMessage() : null;
    }

    private static List<String> clauses(FetchedKeys keys, Predicate<LeftOutKey> which) {
        return Collections.unmodifiableList(
                keys.leftOut().stream().filter(which).map(LeftOutKey::toString).collect(Collectors.toList()));
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

    /** A clause for each key left out for a fault or its algorithm, as in {@code the key 'a' is left out, because …}. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** A clause for each key that is published with its private members: whoever has read it can sign tokens. */
    public List<String> exposed() {
        return exposed;
    }

    /** A clause for each key left out because it is for encryption, which no token minds. */
    public List<String> forEncryption() {
        return forEncryption;
    }

    /** The reason why the set verifies no token, with some of the keys left out; empty if it has a key in use. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
