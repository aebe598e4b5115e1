package io.holdfast.token;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A public key of an authorization server, with the uses that its JWK allows.
 *
 * <p>Immutable but for what it has prepared. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-4">RFC 7517 section 4, "JSON Web Key (JWK) Format"</a>
 */
public final class VerificationKey {
    private final PublicKey publicKey;
    private final @Nullable String keyId;
    private final @Nullable String algorithm;

    /** Verifiers by algorithm. A sender chooses that, so one that nobody uses must not cost the others theirs. */
    private final ConcurrentMap<SignatureAlgorithm, KeyVerifier> prepared = new ConcurrentHashMap<>();

    private VerificationKey(PublicKey publicKey, @Nullable String keyId, @Nullable String algorithm) {
        this.publicKey = publicKey;
        this.keyId = keyId;
        this.algorithm = algorithm;
    }

    /**
     * The verification key in a JWK, for any algorithm.
     *
     * @param jwk the members of the JWK
     * @return empty if it cannot verify a signature
     * @see #read
     */
    public static Optional<VerificationKey> of(Map<String, Object> jwk) {
        try {
            return Optional.of(read(jwk, EnumSet.allOf(SignatureAlgorithm.class)));
        } catch (UnusableKeyException e) {
            return Optional.empty();
        }
    }

    /**
     * The verification key in a JWK. Members that are null count as absent, and those that nobody needs to verify do not
     * matter. A {@code kid} that is a number is taken by its digits, as an issuer writes it that has numbered its keys.
     *
     * @param jwk the members of the JWK
     * @param accepted the algorithms that tokens may be signed with
     * @throws UnusableKeyException if it can verify none of their signatures: it is symmetric, broken, too weak or too
     *     costly, of an unknown type or curve, or meant for something else by its {@code use}, {@code key_ops} or
     *     {@code alg}; or if its private members are published
     */
    public static VerificationKey read(Map<String, Object> jwk, Set<SignatureAlgorithm> accepted)
            throws UnusableKeyException {
        PublicKey publicKey = JwkPublicKey.read(jwk);
        requireForSignatures(jwk);
        Object algorithm = jwk.get("alg");
        if (algorithm != null && !(algorithm instanceof String)) {
            throw UnusableKeyException.because("its alg is no text");
        }
        VerificationKey key = new VerificationKey(publicKey, keyId(jwk.get("kid")), (String) algorithm);
        if (accepted.stream().noneMatch(key::fits)) {
            throw UnusableKeyException.because("none of the algorithms " + accepted
                    + ", which the setting algorithms allows, fits its kty, crv and alg");
        }
        return key;
    }

    /** {@code enc} is the one other use that is registered; {@code key_ops} says no more than {@code use} if it is empty. */
    private static void requireForSignatures(Map<String, Object> jwk) throws UnusableKeyException {
        if ("enc".equals(jwk.get("use"))) {
            throw UnusableKeyException.forEncryption();
        }
        Object operations = jwk.get("key_ops");
        List<?> named = operations instanceof List ? (List<?>) operations : Collections.singletonList(operations);
        if (operations != null && !named.isEmpty() && !named.contains("verify")) {
            throw UnusableKeyException.because("its key_ops lacks 'verify'");
        }
    }

    private static @Nullable String keyId(@Nullable Object kid) {
        return kid instanceof String || kid instanceof Long || kid instanceof Integer || kid instanceof BigInteger
                ? kid.toString()
                : null;
    }

    /** The key's {@code kid}, an opaque text that is compared and never interpreted. */
    public Optional<String> id() {
        return Optional.ofNullable(keyId);
    }

    /** True if the token's signature is this key's, which must fit the algorithm. */
    boolean verifies(SignatureProvider provider, SignatureAlgorithm wanted, CompactJws jws)
            throws VerificationUnavailableException {
        KeyVerifier verifier = prepared.get(wanted);
        if (verifier == null || !verifier.isFor(provider, wanted)) {
            verifier = new KeyVerifier(provider, wanted, publicKey);
            prepared.put(wanted, verifier);
        }
        return verifier.verifies(jws.text(), jws.signedLength(), jws.signature());
    }

    /** True if an attempt costs so much that a token is worth one only. */
    boolean isCostly() {
        return publicKey instanceof RSAPublicKey && RsaKeyStrength.isCostly((RSAPublicKey) publicKey);
    }

    /** True if it is the same key, whatever its JWK says. */
    boolean isSameAs(VerificationKey other) {
        return publicKey.equals(other.publicKey);
    }

    /** True if the key may verify signatures of this algorithm: by its type and size, and by its {@code alg}. */
    boolean fits(SignatureAlgorithm wanted) {
        return wanted.fits(publicKey) && (algorithm == null || algorithm.equals(wanted.name()));
    }

    @Override
    public String toString() {
        return "VerificationKey[" + publicKey.getAlgorithm() + "]";
    }
}
