package io.holdfast.token;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signatures of one algorithm with one key. Costly preparations are made once.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.3">RFC 7518 section 3.3, "Digital Signature with
 *     RSASSA-PKCS1-v1_5"</a>
 */
final class KeyVerifier {
    private final SignatureProvider provider;
    private final SignatureAlgorithm algorithm;
    private final PublicKey key;
    private final PublicKey translated;
    private final SparePool<Signature> spare = new SparePool<>();

    /** A verifier. The key must fit the algorithm. */
    KeyVerifier(SignatureProvider provider, SignatureAlgorithm algorithm, PublicKey key) {
        this.provider = provider;
        this.algorithm = algorithm;
        this.key = key;
        this.translated = provider.translated(key);
    }

    boolean isFor(SignatureProvider someProvider, SignatureAlgorithm someAlgorithm) {
        return provider == someProvider && algorithm == someAlgorithm;
    }

    /**
     * True if a signature is that of the first bytes of a text; false if it is malformed.
     *
     * @param signature as JOSE has it: of ECDSA R and S side by side
     * @throws VerificationUnavailableException if the provider fails, which says nothing of the signature
     */
    boolean verifies(byte[] text, int length, byte[] signature) throws VerificationUnavailableException {
        byte @Nullable [] encoded = algorithm.encoded(signature, key);
        if (encoded == null) {
            return false;
        }
        try {
            Signature verifier = spare.take();
            if (verifier == null) {
                verifier = provider.verifier(algorithm, translated);
            }
            verifier.update(text, 0, length);
            boolean good = verifier.verify(encoded); // also makes it ready for the next text
            spare.give(verifier);
            return good;
        } catch (SignatureException e) {
            return false; // the verifier that failed is used no more
        } catch (GeneralSecurityException | ProviderException e) {
            throw new VerificationUnavailableException(
                    "The provider of signatures fails with " + e.getClass().getName() + ".");
        } catch (RuntimeException e) {
            return false; // providers differ in what they throw at bytes that are no signature
        }
    }
}
