package io.holdfast.tokenservice.client;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.UnusableKeyException;
import io.holdfast.token.VerificationKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The JWK set of a client: keys that verify its assertions, and the certificates they stand for. Immutable. */
final class ClientKeySet {
    static final ClientKeySet NONE = new ClientKeySet(Collections.emptyList(), Collections.emptyList());

    private static final int MOST_KEYS = 100;
    private static final List<String> SECRET_MEMBERS =
            Collections.unmodifiableList(Arrays.asList("d", "p", "q", "dp", "dq", "qi", "oth", "k"));

    private final List<VerificationKey> keys;
    private final List<X509Certificate> certificates;

    private ClientKeySet(List<VerificationKey> keys, List<X509Certificate> certificates) {
        this.keys = Collections.unmodifiableList(new ArrayList<>(keys));
        this.certificates = Collections.unmodifiableList(new ArrayList<>(certificates));
    }

    /**
     * The {@code jwks} member of a client, every key of which must be good.
     *
     * @param withCertificates whether they stand for certificates, so that each has one first in its {@code x5c} (RFC 8705
     *     §2.2.2); otherwise they verify signatures
     * @throws IllegalArgumentException if there is no key, or one is wrong; the message says which and what to do
     */
    static ClientKeySet registered(@Nullable Object jwks, boolean withCertificates) {
        Object list = jwks instanceof Map ? ((Map<?, ?>) jwks).get("keys") : null;
        if (!(list instanceof List) || ((List<?>) list).isEmpty() || ((List<?>) list).size() > MOST_KEYS) {
            throw new IllegalArgumentException("holds no key, or more than " + MOST_KEYS + "; write {\"keys\": [ "
                    + (withCertificates ? "{\"kty\": …, \"x5c\": [\"…\"]}" : "{\"kty\": …}") + " ]}");
        }
        List<VerificationKey> keys = new ArrayList<>();
        List<X509Certificate> certificates = new ArrayList<>();
        int number = 0;
        for (Object entry : (List<?>) list) {
            String name = "key number " + ++number;
            Map<String, Object> jwk = members(entry, name);
            if (withCertificates) {
                certificates.add(JwkCertificate.of(jwk, name));
            } else {
                keys.add(verificationKey(jwk, name));
            }
        }
        return new ClientKeySet(keys, certificates);
    }

    private static VerificationKey verificationKey(Map<String, Object> jwk, String name) {
        try {
            return VerificationKey.read(jwk, EnumSet.allOf(SignatureAlgorithm.class));
        } catch (UnusableKeyException e) {
            throw new IllegalArgumentException(
                    name + " verifies no signature, because " + e.getMessage() + "; write kty and its other members",
                    e);
        }
    }

    private static Map<String, Object> members(Object entry, String name) {
        if (!(entry instanceof Map)) {
            throw new IllegalArgumentException(name + " is no JWK; write an object with kty");
        }
        Map<String, Object> jwk = members((Map<?, ?>) entry);
        if (!Collections.disjoint(jwk.keySet(), SECRET_MEMBERS)) {
            throw new IllegalArgumentException(name + " is not a public key alone; register only its public members");
        }
        return jwk;
    }

    /**
     * A document that a client publishes: what is of no use in it is left out, for the client may have keys for others.
     *
     * @throws AuthorizationServerException if it is no JWK set, so that it says nothing about any key
     */
    static ClientKeySet published(String document) throws AuthorizationServerException {
        Object list;
        try {
            list = StrictJson.parseObject(document).get("keys");
        } catch (MalformedJsonException e) {
            throw new AuthorizationServerException("The JWK set is not JSON. " + e.getMessage());
        }
        if (!(list instanceof List) || ((List<?>) list).size() > MOST_KEYS) {
            throw new AuthorizationServerException(
                    "The answer is no JWK set: it has no array 'keys' of at most " + MOST_KEYS + " keys.");
        }
        List<VerificationKey> keys = new ArrayList<>();
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object entry : (List<?>) list) {
            if (entry instanceof Map) {
                Map<String, Object> jwk = members((Map<?, ?>) entry);
                VerificationKey.of(jwk).ifPresent(keys::add);
                certificate(jwk).ifPresent(certificates::add);
            }
        }
        return new ClientKeySet(keys, certificates);
    }

    private static Optional<X509Certificate> certificate(Map<String, Object> jwk) {
        try {
            return jwk.containsKey("x5c") ? Optional.of(JwkCertificate.of(jwk, "key")) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> members(Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((member, value) -> members.put(String.valueOf(member), value));
        return members;
    }

    /** The first {@code x5c} of each key. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /** The keys to try for a signature: those of its {@code kid} and those without one, or all if it has none. */
    List<VerificationKey> keys(Optional<String> keyId) {
        return keys.stream()
                .filter(key ->
                        !keyId.isPresent() || !key.id().isPresent() || key.id().equals(keyId))
                .collect(Collectors.toList());
    }
}
