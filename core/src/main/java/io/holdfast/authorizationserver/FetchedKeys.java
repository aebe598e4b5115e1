package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.token.VerificationKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an authorization server's keys after a fetch: the last keys that came, when they came, and whether
 * the last attempt failed. Times are nanoseconds of one ticker. Immutable.
 */
final class FetchedKeys {
    /** Before the first fetch. */
    static final FetchedKeys NONE = new FetchedKeys(null, Collections.emptyMap(), 0, null, null);

    /** Keys of one issuer. More would make a token without a {@code kid} expensive to refuse. */
    private static final int MAX_KEYS = 100;

    private final @Nullable List<VerificationKey> keys;
    private final Map<String, List<VerificationKey>> byId;
    private final long fetchedAt;
    private final @Nullable Long attemptedAt;
    private final @Nullable AuthorizationServerException failure;

    private FetchedKeys(
            @Nullable List<VerificationKey> keys,
            Map<String, List<VerificationKey>> byId,
            long fetchedAt,
            @Nullable Long attemptedAt,
            @Nullable AuthorizationServerException failure) {
        this.keys = keys;
        this.byId = byId;
        this.fetchedAt = fetchedAt;
        this.attemptedAt = attemptedAt;
        this.failure = failure;
    }

    /**
     * The keys of a JWK set. Keys that cannot verify a signature are left out.
     *
     * <p>What is a JWK set holds, even one without a key that can be used: its server has withdrawn the keys it had, so
     * they verify nothing more. That is a failure nevertheless, because a server that signs tokens has a key: without one
     * it cannot be known which tokens are good, and calling them bad would only make clients throw them away.
     *
     * @param asked when the server was asked: from then on it may have retired any of them
     * @param now when it had answered
     * @throws AuthorizationServerException if the document is no JWK set, so that it says nothing about any key
     */
    static FetchedKeys parse(String document, long asked, long now) throws AuthorizationServerException {
        Object jwks;
        try {
            jwks = StrictJson.parseObject(document).get("keys");
        } catch (MalformedJsonException e) {
            throw new AuthorizationServerException("The JWK set is not JSON. " + e.getMessage());
        }
        if (!(jwks instanceof List)) {
            throw new AuthorizationServerException("The answer is no JWK set: it has no array 'keys'.");
        }
        if (((List<?>) jwks).size() > MAX_KEYS) {
            return withdrawn("The JWK set has more than " + MAX_KEYS + " keys.", now);
        }
        List<VerificationKey> usable = new ArrayList<>();
        for (Object jwk : (List<?>) jwks) {
            if (jwk instanceof Map) {
                VerificationKey.of(members((Map<?, ?>) jwk)).ifPresent(usable::add);
            }
        }
        if (usable.isEmpty()) {
            return withdrawn("The JWK set has no key that can verify a signature.", now);
        }
        return new FetchedKeys(Collections.unmodifiableList(usable), byId(usable), asked, now, null);
    }

    private static FetchedKeys withdrawn(String why, long now) {
        return NONE.afterFailure(new AuthorizationServerException(why), now);
    }

    /** Looked up for each token, so it is sorted once. Keys that share an id stay in the server's order. */
    private static Map<String, List<VerificationKey>> byId(List<VerificationKey> keys) {
        Map<String, List<VerificationKey>> byId = new HashMap<>();
        for (VerificationKey key : keys) {
            key.id()
                    .ifPresent(id ->
                            byId.computeIfAbsent(id, none -> new ArrayList<>(1)).add(key));
        }
        byId.replaceAll((id, sharing) -> Collections.unmodifiableList(sharing));
        return byId;
    }

    @SuppressWarnings("unchecked") // The member names of a JSON object are strings.
    private static Map<String, Object> members(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    /** The same keys, as old as they are, after an attempt to get others has failed. */
    FetchedKeys afterFailure(AuthorizationServerException reason, long now) {
        return new FetchedKeys(keys, byId, fetchedAt, now, reason);
    }

    /** Nanoseconds since the server was asked for these keys; {@link Long#MAX_VALUE} if there are none. */
    long age(long now) {
        return keys == null ? Long.MAX_VALUE : now - fetchedAt;
    }

    /** Nanoseconds since the last attempt ended; {@link Long#MAX_VALUE} before the first. */
    long sinceAttempt(long now) {
        return attemptedAt == null ? Long.MAX_VALUE : now - attemptedAt;
    }

    /** Whether there is no key that an outage could be bridged with. */
    boolean isEmpty() {
        return size() == 0;
    }

    boolean failed() {
        return failure != null;
    }

    @Nullable
    AuthorizationServerException failure() {
        return failure;
    }

    int size() {
        return keys == null ? 0 : keys.size();
    }

    boolean hasSameIdsAs(FetchedKeys other) {
        return size() == other.size() && byId.keySet().equals(other.byId.keySet());
    }

    boolean has(Optional<String> keyId) {
        return !matching(keyId).isEmpty();
    }

    /** With an id the keys of that id, without one all. */
    List<VerificationKey> matching(Optional<String> keyId) {
        if (keyId.isPresent()) {
            return byId.getOrDefault(keyId.get(), Collections.emptyList());
        }
        return keys == null ? Collections.emptyList() : keys;
    }
}
