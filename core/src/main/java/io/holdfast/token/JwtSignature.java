package io.holdfast.token;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The header of a JWT and its signature: which algorithm, which key, and whether it verifies. Header members that bring
 * a key along ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) have no meaning here, because the keys come from the
 * issuer that the settings name.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068 section 4, "Validating JWT Access Tokens"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725#section-3">RFC 8725 section 3, "Best Practices"</a>
 */
final class JwtSignature {
    /** For a token without a {@code kid}: how many keys are tried before giving up. */
    private static final int MAX_TRIES = 4;

    private final Set<SignatureAlgorithm> allowed;
    private final Set<String> types;
    private final JwkSetSource keys;

    /**
     * A check.
     *
     * @param types the accepted media types, in lower case, each without {@code application/}
     */
    JwtSignature(Set<SignatureAlgorithm> allowed, Set<String> types, JwkSetSource keys) {
        this.allowed = allowed;
        this.types = types;
        this.keys = keys;
    }

    void verify(String token, CompactJws jws) throws TokenRejectedException, VerificationUnavailableException {
        Map<String, Object> header = jws.header();
        refuseExtensions(header);
        requireType(header);
        SignatureAlgorithm algorithm = algorithm(header);
        Optional<String> keyId = keyId(header);
        List<VerificationKey> known = keys.keys(keyId);
        if (verifiesWithOneOf(known, token, jws, algorithm)) {
            return;
        }
        List<VerificationKey> newer = keys.keysInsteadOf(known, keyId);
        if (verifiesWithOneOf(newer, token, jws, algorithm)) {
            return;
        }
        List<VerificationKey> tried = newer.isEmpty() ? known : newer;
        if (tried.stream().noneMatch(key -> key.fits(algorithm))) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_KEY_UNKNOWN,
                    "The issuer publishes no " + algorithm + " signature key with the token's kid.");
        }
        throw new TokenRejectedException(
                TokenRejection.TOKEN_SIGNATURE, "The signature does not verify with the issuer's key.");
    }

    private static boolean verifiesWithOneOf(
            List<VerificationKey> candidates, String token, CompactJws jws, SignatureAlgorithm algorithm) {
        int tries = 0;
        for (VerificationKey key : candidates) {
            if (key.fits(algorithm) && tries++ < MAX_TRIES && verifies(token, jws, algorithm, key)) {
                return true;
            }
        }
        return false;
    }

    private static void refuseExtensions(Map<String, Object> header) throws TokenRejectedException {
        for (String name : new String[] {"crit", "b64", "zip", "enc"}) {
            if (header.containsKey(name)) {
                throw new TokenRejectedException(
                        TokenRejection.TOKEN_UNSUPPORTED, "The header member '" + name + "' is not supported.");
            }
        }
    }

    private void requireType(Map<String, Object> header) throws TokenRejectedException {
        if (!(header.containsKey("typ") ? isAccepted(header.get("typ")) : types.contains(TokenProfile.ABSENT_TYPE))) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_TYPE,
                    "The typ is not " + types + ". If the issuer uses another one, name it in the setting tokenType.");
        }
    }

    private boolean isAccepted(@Nullable Object typ) {
        if (!(typ instanceof String)) {
            return false;
        }
        String type = MediaType.withoutApplication((String) typ);
        return types.contains(type) && !type.equals(TokenProfile.ABSENT_TYPE);
    }

    private SignatureAlgorithm algorithm(Map<String, Object> header) throws TokenRejectedException {
        Object alg = header.get("alg");
        Optional<SignatureAlgorithm> algorithm =
                alg instanceof String ? SignatureAlgorithm.named((String) alg) : Optional.empty();
        if (!algorithm.isPresent() || !allowed.contains(algorithm.get())) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_ALGORITHM,
                    "The alg is not one of " + allowed + ", which the setting algorithms allows.");
        }
        return algorithm.get();
    }

    private static Optional<String> keyId(Map<String, Object> header) throws TokenRejectedException {
        Object kid = header.get("kid");
        if (header.containsKey("kid") && !(kid instanceof String)) {
            throw new TokenRejectedException(TokenRejection.TOKEN_MALFORMED, "The kid is a string.");
        }
        return Optional.ofNullable((String) kid);
    }

    private static boolean verifies(String token, CompactJws jws, SignatureAlgorithm algorithm, VerificationKey key) {
        if (!algorithm.fitsLength(jws.signature(), key.key())) {
            return false;
        }
        if (algorithm.isEdwardsCurve()) {
            String signingInput = token.substring(0, token.lastIndexOf('.'));
            return Ed25519Signatures.platform()
                    .verifies(key.key(), signingInput.getBytes(StandardCharsets.US_ASCII), jws.signature());
        }
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm.name()));
            signature.setCompactSerialization(token);
            signature.setKey(key.key());
            return signature.verifySignature();
        } catch (JoseException e) {
            // Its message holds the token, so it goes nowhere.
            return false;
        }
    }
}
