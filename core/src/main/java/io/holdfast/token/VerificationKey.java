package io.holdfast.token;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A public key of an authorization server, with what its JWK says it is for.
 *
 * <p>Immutable but for what it has prepared. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-4">RFC 7517 section 4, "JSON Web Key (JWK) Format"</a>
 */
public final class VerificationKey {
    private final PublicKey publicKey;
    private final @Nullable String keyId;
    private final @Nullable String algorithm;

    /** By algorithm. A sender chooses that, so one that nobody uses must not cost the others theirs. */
    private final ConcurrentMap<SignatureAlgorithm, KeyVerifier> prepared = new ConcurrentHashMap<>();

    private VerificationKey(PublicKey publicKey, @Nullable String keyId, @Nullable String algorithm) {
        this.publicKey = publicKey;
        this.keyId = keyId;
        this.algorithm = algorithm;
    }

    /**
     * The verification key in a JWK.
     *
     * @param jwk the members of the JWK
     * @return empty if it is none that can verify a signature: symmetric, of an unknown type or curve, broken, or meant
     *     for something else by its {@code use} or {@code key_ops}
     */
    public static Optional<VerificationKey> of(Map<String, Object> jwk) {
        if (!isForSignatures(jwk) || !isStringOrAbsent(jwk, "kid") || !isStringOrAbsent(jwk, "alg")) {
            return Optional.empty();
        }
        try {
            Optional<PublicKey> publicKey =
                    "OKP".equals(jwk.get("kty")) ? Ed25519Signatures.platform().publicKey(jwk) : publicKey(jwk);
            return publicKey.map(key -> new VerificationKey(key, (String) jwk.get("kid"), (String) jwk.get("alg")));
        } catch (JoseException | RuntimeException e) {
            // A key that cannot be read is a key that nobody needs yet: the others of the set still work.
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> publicKey(Map<String, Object> jwk) throws JoseException {
        JsonWebKey key = JsonWebKey.Factory.newJwk(jwk);
        return key instanceof PublicJsonWebKey
                ? Optional.ofNullable(((PublicJsonWebKey) key).getPublicKey())
                : Optional.empty();
    }

    private static boolean isForSignatures(Map<String, Object> jwk) {
        if (jwk.containsKey("use") && !"sig".equals(jwk.get("use"))) {
            return false;
        }
        Object operations = jwk.get("key_ops");
        return !jwk.containsKey("key_ops") || (operations instanceof List && ((List<?>) operations).contains("verify"));
    }

    private static boolean isStringOrAbsent(Map<String, Object> jwk, String member) {
        return !jwk.containsKey(member) || jwk.get(member) instanceof String;
    }

    /** The key's {@code kid}, an opaque text that is compared and never interpreted. */
    public Optional<String> id() {
        return Optional.ofNullable(keyId);
    }

    /** Whether the token's signature is this key's, which must fit the algorithm. */
    boolean verifies(SignatureProvider provider, SignatureAlgorithm wanted, CompactJws jws)
            throws VerificationUnavailableException {
        KeyVerifier verifier = prepared.get(wanted);
        if (verifier == null || !verifier.isFor(provider, wanted)) {
            verifier = new KeyVerifier(provider, wanted, publicKey);
            prepared.put(wanted, verifier);
        }
        return verifier.verifies(jws.text(), jws.signedLength(), jws.signature());
    }

    /** Whether it is the same key, whatever its JWK says. */
    boolean isSameAs(VerificationKey other) {
        return publicKey.equals(other.publicKey);
    }

    /** Whether the key may verify signatures of this algorithm: by its type and size, and by its {@code alg}. */
    boolean fits(SignatureAlgorithm wanted) {
        return wanted.fits(publicKey) && (algorithm == null || algorithm.equals(wanted.name()));
    }

    @Override
    public String toString() {
        return "VerificationKey[" + publicKey.getAlgorithm() + "]";
    }
}
