package io.holdfast.token;

import java.util.List;
import java.util.Optional;

/**
 * The header of tokens whose signatures have verified, and the key that they verified with. Tokens of one key share it.
 *
 * <p>Safe for use by many threads.
 */
final class KnownHeader {
    private final byte[] text;
    private final SignatureAlgorithm algorithm;
    private final Optional<String> keyId;

    /** The key as its issuer has published it last. */
    private volatile VerificationKey key;

    KnownHeader(byte[] text, SignatureAlgorithm algorithm, Optional<String> keyId, VerificationKey key) {
        this.text = text;
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.key = key;
    }

    /** True if a token has this header, to the byte. */
    boolean isOf(CompactJws jws) {
        return jws.hasHeader(text);
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    Optional<String> keyId() {
        return keyId;
    }

    /** The key that has verified the header's tokens, as its issuer has published it last. */
    VerificationKey key() {
        return key;
    }

    /** True if this key has verified the header's token. */
    boolean isBy(VerificationKey someKey) {
        return key == someKey;
    }

    /** True if the key is still one of the issuer's: the same object, or the same key in a JWK that allows as much. */
    boolean isSignedByOneOf(List<VerificationKey> published) {
        VerificationKey own = key;
        for (int i = 0; i < published.size(); i++) {
            if (published.get(i) == own) {
                return true;
            }
        }
        for (VerificationKey candidate : published) {
            if (candidate.isSameAs(own) && candidate.fits(algorithm)) {
                key = candidate;
                return true;
            }
        }
        return false;
    }
}
