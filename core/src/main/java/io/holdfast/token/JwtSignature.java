package io.holdfast.token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a JWT and its signature: algorithm, key and verification. Header members that bring
 * a key along ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) have no meaning here, because the keys come from the
 * issuer that the settings name; others that are not understood are ignored, unless {@code crit} names them (RFC 7515
 * section 4). {@code b64} is refused without it, too: where it is understood, it changes what is signed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068 section 4, "Validating JWT Access Tokens"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725#section-3">RFC 8725 section 3, "Best Practices"</a>
 */
final class JwtSignature {
    /** For a token without a {@code kid}: how many keys are tried before giving up. */
    private static final int MAX_TRIES = 4;

    private final Set<SignatureAlgorithm> allowed;
    private final AcceptedTypes types;
    private final JwkSetSource keys;
    private final SignatureProvider provider;
    private final KnownHeaders known = new KnownHeaders();

    JwtSignature(Set<SignatureAlgorithm> allowed, AcceptedTypes types, JwkSetSource keys, SignatureProvider provider) {
        this.allowed = allowed;
        this.types = types;
        this.keys = keys;
        this.provider = provider;
    }

    /**
     * Verifies a token's signature, and returns its header with the key.
     *
     * @param worth the claims' check, made before the issuer's server is called or waited for
     * @throws TokenRejectedException if it does not verify, the header is not what it must be, or the key is not there and
     *     the token not worth looking for it
     */
    KnownHeader verify(CompactJws jws, Sender sender, Worth worth)
            throws TokenRejectedException, VerificationUnavailableException {
        KnownHeader header = known.of(jws);
        if (header != null) {
            return verify(jws, header.algorithm(), header.keyId(), sender, worth);
        }
        Map<String, Object> members = jws.header();
        refuseExtensions(members);
        types.require(members);
        return verify(jws, algorithm(members), keyId(members), sender, worth);
    }

    /** True if the key that verified a token before may still do so. */
    boolean stands(KnownHeader header) throws VerificationUnavailableException {
        return header.isSignedByOneOf(keys.keys(header.keyId(), Sender.KNOWN));
    }

    private KnownHeader verify(
            CompactJws jws, SignatureAlgorithm algorithm, Optional<String> keyId, Sender sender, Worth worth)
            throws TokenRejectedException, VerificationUnavailableException {
        if (!keys.areAtHand(keyId)) {
            requireWorth(jws, worth);
        }
        List<VerificationKey> first = keys.keys(keyId, sender);
        List<VerificationKey> failed = new ArrayList<>(MAX_TRIES);
        VerificationKey key = keyAmong(first, jws, algorithm, failed);
        if (key != null) {
            return remembered(jws, algorithm, keyId, key);
        }
        List<VerificationKey> newer =
                isWorth(jws, worth) ? keys.keysInsteadOf(first, keyId, sender) : Collections.emptyList();
        key = keyAmong(newer, jws, algorithm, failed);
        if (key != null) {
            return remembered(jws, algorithm, keyId, key);
        }
        List<VerificationKey> tried = newer.isEmpty() ? first : newer;
        if (tried.stream().noneMatch(candidate -> candidate.fits(algorithm))) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_KEY_UNKNOWN,
                    keyId.flatMap(keys::whyLeftOut)
                            .map(why -> "The issuer's key with the token's kid is left out, because " + why + ".")
                            .orElse("The issuer publishes no " + algorithm + " signature key with the token's kid."));
        }
        throw new TokenRejectedException(
                TokenRejection.TOKEN_SIGNATURE, "The signature does not verify with the issuer's key.");
    }

    /** Checks a token before any call or wait. Where there is no key at all, the setting issuer may be wrong. */
    private void requireWorth(CompactJws jws, Worth worth)
            throws TokenRejectedException, VerificationUnavailableException {
        try {
            worth.require(jws);
        } catch (TokenRejectedException e) {
            if (e.rejection() == TokenRejection.TOKEN_ISSUER && !keys.areAtHand(Optional.empty())) {
                throw new VerificationUnavailableException(
                        "There are no keys of the issuer that the setting issuer names, and the token is of another one.");
            }
            throw e;
        }
    }

    /** The keys that were tried have an answer already, so a token that is not worth others is refused by that. */
    private static boolean isWorth(CompactJws jws, Worth worth) {
        try {
            worth.require(jws);
            return true;
        } catch (TokenRejectedException e) {
            return false;
        }
    }

    /**
     * The key that the signature verifies with; null if there is none.
     *
     * @param failed keys that were tried before, and are not tried again; a key that fails here is added
     */
    private @Nullable VerificationKey keyAmong(
            List<VerificationKey> candidates,
            CompactJws jws,
            SignatureAlgorithm algorithm,
            List<VerificationKey> failed)
            throws VerificationUnavailableException {
        int tries = 0;
        for (VerificationKey key : candidates) {
            if (tries == MAX_TRIES || !key.fits(algorithm) || isWastedOn(key, failed)) {
                continue;
            }
            tries++;
            if (key.verifies(provider, algorithm, jws)) {
                return key;
            }
            failed.add(key);
        }
        return null;
    }

    /** True if another attempt would prove nothing, or cost more than a token is worth. */
    private static boolean isWastedOn(VerificationKey key, List<VerificationKey> failed) {
        for (VerificationKey other : failed) {
            if (other.isSameAs(key) || (other.isCostly() && key.isCostly())) {
                return true;
            }
        }
        return false;
    }

    private KnownHeader remembered(
            CompactJws jws, SignatureAlgorithm algorithm, Optional<String> keyId, VerificationKey key) {
        KnownHeader header = known.of(jws);
        if (header == null || !header.isBy(key)) {
            header = new KnownHeader(jws.headerText(), algorithm, keyId, key);
            known.remember(jws, header);
        }
        return header;
    }

    private static void refuseExtensions(Map<String, Object> header) throws TokenRejectedException {
        for (String name : new String[] {"crit", "b64"}) {
            if (header.containsKey(name)) {
                throw new TokenRejectedException(
                        TokenRejection.TOKEN_UNSUPPORTED, "The header member '" + name + "' is not supported.");
            }
        }
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

    /**
     * The claims of a token about itself, before anybody has verified it. Nothing is accepted because of it; but one
     * that says it has expired, or is of another issuer or for another resource, is worth no call, whoever signed it.
     */
    interface Worth {
        /**
         * Looks at the claims.
         *
         * @throws TokenRejectedException if the token is refused whatever its signature is
         */
        void require(CompactJws unverified) throws TokenRejectedException;
    }
}
