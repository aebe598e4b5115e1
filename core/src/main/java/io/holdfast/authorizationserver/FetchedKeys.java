package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.text.Printable;
import io.holdfast.token.Sender;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.UnusableKeyException;
import io.holdfast.token.VerificationKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server's keys after a fetch: the last keys that came, the time they came, the failure of the last
 * attempt if it failed, and the last one that no stranger has caused. Times are nanoseconds of one ticker. Immutable.
 */
final class FetchedKeys {
    /** Before the first fetch. */
    static final FetchedKeys NONE = new FetchedKeys(
            null, Collections.emptyMap(), Collections.emptySet(), Collections.emptySet(), 0, null, null, null);

    /** Keys of one issuer. More would make a token without a {@code kid} expensive to refuse. */
    private static final int MAX_KEYS = 100;

    /** The most left-out keys that a message names. */
    private static final int MAX_NAMED = 3;

    private final @Nullable List<VerificationKey> keys;

    /** The keys by id; keys without an id under null. */
    private final Map<@Nullable String, List<VerificationKey>> byId;

    private final Set<LeftOutKey> leftOut;

    /** The ids of keys that the server had once. */
    private final Set<String> retired;

    private final long fetchedAt;
    private final @Nullable Long attemptedAt;

    /** The last attempt that no stranger has caused. */
    private final @Nullable Long attemptedForKnownAt;

    private final @Nullable AuthorizationServerException failure;

    private FetchedKeys(
            @Nullable List<VerificationKey> keys,
            Map<@Nullable String, List<VerificationKey>> byId,
            Set<LeftOutKey> leftOut,
            Set<String> retired,
            long fetchedAt,
            @Nullable Long attemptedAt,
            @Nullable Long attemptedForKnownAt,
            @Nullable AuthorizationServerException failure) {
        this.keys = keys;
        this.byId = byId;
        this.leftOut = leftOut;
        this.retired = retired;
        this.fetchedAt = fetchedAt;
        this.attemptedAt = attemptedAt;
        this.attemptedForKnownAt = attemptedForKnownAt;
        this.failure = failure;
    }

    /**
     * The keys of a JWK set. Keys that cannot verify a signature are left out.
     *
     * <p>Any JWK set holds, even one without a key that can be used: its server has withdrawn the keys it had, so
     * they verify nothing more. That is a failure nevertheless, because a server that signs tokens has a key: without one
     * it cannot be known which tokens are good, and calling them bad would only make clients throw them away.
     *
     * @param accepted the algorithms that tokens may be signed with
     * @param asked the time when the server was asked: from then on it may have retired any of them
     * @param now the time of its answer
     * @throws AuthorizationServerException if the document is no JWK set, so that it says nothing about any key
     */
    static FetchedKeys parse(String document, Set<SignatureAlgorithm> accepted, long asked, long now)
            throws AuthorizationServerException {
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
            return withdrawn("The JWK set has more than " + MAX_KEYS + " keys.", Collections.emptySet(), now);
        }
        List<VerificationKey> usable = new ArrayList<>();
        Set<LeftOutKey> leftOut = new LinkedHashSet<>();
        for (Object jwk : (List<?>) jwks) {
            if (jwk instanceof Map) {
                Map<String, Object> members = members((Map<?, ?>) jwk);
                try {
                    usable.add(VerificationKey.read(members, accepted));
                } catch (UnusableKeyException e) {
                    leftOut.add(LeftOutKey.of(members.get("kid"), e));
                }
            }
        }
        if (usable.isEmpty()) {
            return withdrawn("The JWK set has no key that can verify a signature" + named(leftOut) + ".", leftOut, now);
        }
        return new FetchedKeys(
                Collections.unmodifiableList(usable),
                byId(usable),
                Collections.unmodifiableSet(leftOut),
                Collections.emptySet(),
                asked,
                now,
                now,
                null);
    }

    private static String named(Set<LeftOutKey> leftOut) {
        return leftOut.isEmpty()
                ? ""
                : leftOut.stream()
                        .limit(MAX_NAMED)
                        .map(LeftOutKey::toString)
                        .collect(Collectors.joining("; ", ": ", leftOut.size() > MAX_NAMED ? "; and others" : ""));
    }

    private static FetchedKeys withdrawn(String why, Set<LeftOutKey> leftOut, long now) {
        return new FetchedKeys(
                null,
                Collections.emptyMap(),
                Collections.unmodifiableSet(leftOut),
                Collections.emptySet(),
                0,
                now,
                now,
                new AuthorizationServerException(why));
    }

    /** Looked up for each token, so it is sorted once. Keys that share an id stay in the server's order. */
    private static Map<@Nullable String, List<VerificationKey>> byId(List<VerificationKey> keys) {
        Map<@Nullable String, List<VerificationKey>> byId = new HashMap<>();
        for (VerificationKey key : keys) {
            byId.computeIfAbsent(key.id().orElse(null), none -> new ArrayList<>(1))
                    .add(key);
        }
        byId.replaceAll((id, sharing) -> Collections.unmodifiableList(sharing));
        return byId;
    }

    @SuppressWarnings("unchecked") // The member names of a JSON object are strings.
    private static Map<String, Object> members(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    /** The ids of the keys, for messages. */
    List<String> usedIds() {
        List<String> ids = new ArrayList<>();
        if (keys != null) {
            keys.forEach(key -> ids.add(key.id().map(Printable::of).orElse("without kid")));
        }
        return ids;
    }

    /** The present keys with their age, after an attempt to get others has failed. */
    FetchedKeys afterFailure(AuthorizationServerException reason, long now) {
        return new FetchedKeys(keys, byId, leftOut, retired, fetchedAt, now, now, reason);
    }

    /** The present keys, with a record of those that the server had before and has no more. */
    FetchedKeys after(FetchedKeys before) {
        Set<String> gone = new HashSet<>(before.retired.size() < MAX_KEYS ? before.retired : Collections.emptySet());
        before.byId.keySet().stream().filter(Objects::nonNull).forEach(gone::add);
        gone.removeAll(byId.keySet());
        return new FetchedKeys(
                keys,
                byId,
                leftOut,
                Collections.unmodifiableSet(gone),
                fetchedAt,
                attemptedAt,
                attemptedForKnownAt,
                failure);
    }

    /** Keys after an attempt that a stranger has caused; for known clients the last attempt stays the one before. */
    FetchedKeys causedByStranger(FetchedKeys before) {
        return new FetchedKeys(
                keys, byId, leftOut, retired, fetchedAt, attemptedAt, before.attemptedForKnownAt, failure);
    }

    /** Nanoseconds since the server was asked for these keys; {@link Long#MAX_VALUE} if there are none. */
    long age(long now) {
        return keys == null ? Long.MAX_VALUE : now - fetchedAt;
    }

    /** Nanoseconds since the last attempt ended; {@link Long#MAX_VALUE} before the first. */
    long sinceAttempt(long now) {
        return since(attemptedAt, now);
    }

    /** Time since the last attempt that counts for a sender; attempts that strangers have caused count for strangers only. */
    long sinceAttempt(long now, Sender sender) {
        return since(sender.isStranger() ? attemptedAt : attemptedForKnownAt, now);
    }

    private static long since(@Nullable Long attempt, long now) {
        return attempt == null ? Long.MAX_VALUE : now - attempt;
    }

    /** True if there is no key that an outage could be bridged with. */
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

    /** All keys that can verify a signature. */
    List<VerificationKey> all() {
        return keys == null ? Collections.emptyList() : keys;
    }

    boolean has(Optional<String> keyId) {
        return !matching(keyId).isEmpty();
    }

    /** With an id the keys of that id or, if there are none, those without an id; without one all. */
    List<VerificationKey> matching(Optional<String> keyId) {
        if (keyId.isPresent()) {
            List<VerificationKey> named = byId.get(keyId.get());
            return named == null ? byId.getOrDefault(null, Collections.emptyList()) : named;
        }
        return all();
    }

    /** True if the server has a key of this id, used or left out, or had one that it has retired. */
    boolean knows(String keyId) {
        return byId.containsKey(keyId)
                || retired.contains(keyId)
                || leftOut.stream().anyMatch(key -> key.isNamed(keyId));
    }

    /** True if the server was not asked for these at this time or later. */
    boolean isAskedBefore(long time) {
        return keys == null || fetchedAt - time < 0;
    }

    /** The keys of the set that verify no signature here. */
    Set<LeftOutKey> leftOut() {
        return leftOut;
    }
}
