package io.holdfast.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PSSParameterSpec;
import org.jose4j.jws.EcdsaUsingShaAlgorithm;

/**
 * Signs as RFC 7515 wants it, by the provider that can use the key: one in hardware is known to its own provider alone.
 * jose4j sets the parameters of RSASSA-PSS before it hands over the key, and by that chooses a provider that cannot.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3">RFC 7518 section 3, "Cryptographic Algorithms for
 *     Digital Signatures and MACs"</a>
 */
public final class JwsSigning {
    private JwsSigning() {}

    /**
     * A signature in the form of RFC 7518.
     *
     * @param key of a pair whose public half {@linkplain SignatureAlgorithm#fits fits} the algorithm
     * @throws GeneralSecurityException if no provider here can sign with this algorithm and key
     */
    public static byte[] sign(SignatureAlgorithm algorithm, PrivateKey key, byte[] text)
            throws GeneralSecurityException {
        Exception failure = null;
        for (String name : algorithm.jcaNames()) {
            try {
                return signed(name, algorithm, key, text);
            } catch (GeneralSecurityException | RuntimeException e) { // a provider of hardware may throw anything
                failure = failure == null || failure instanceof NoSuchAlgorithmException ? e : failure;
            }
        }
        if (failure instanceof RuntimeException) {
            throw (RuntimeException) failure;
        }
        throw failure != null ? (GeneralSecurityException) failure : new NoSuchAlgorithmException(algorithm.name());
    }

    private static byte[] signed(String name, SignatureAlgorithm algorithm, PrivateKey key, byte[] text)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name);
        signature.initSign(key); // the provider is chosen here, by the key; whatever is set before would choose it
        PSSParameterSpec parameters = algorithm.parameters();
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.update(text);
        byte[] signed = signature.sign();
        try {
            return algorithm.curve() == null
                    ? signed
                    : EcdsaUsingShaAlgorithm.convertDerToConcatenated(signed, algorithm.signatureLength());
        } catch (IOException e) {
            throw new SignatureException("The provider made an ECDSA signature that is not DER.", e);
        }
    }
}
