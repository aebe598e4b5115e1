package io.holdfast.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.jose4j.jws.EcdsaUsingShaAlgorithm;

/**
 * Proves at the start that a provider verifies an algorithm: with a key and a signature that the Java platform makes, which
 * must verify, while another text and another signature must not. A provider that only says so is of no use.
 */
final class SignatureProof {
    private static final byte[] TEXT = "Holdfast proves a provider.".getBytes(StandardCharsets.US_ASCII);
    private static final int RSA_BITS = 2048;

    private SignatureProof() {}

    /**
     * Requires that an algorithm works.
     *
     * @throws IllegalArgumentException if it does not
     */
    static void require(SignatureProvider provider, SignatureAlgorithm algorithm) {
        boolean works;
        try {
            works = works(provider, algorithm);
        } catch (GeneralSecurityException
                | IOException
                | VerificationUnavailableException
                | RuntimeException
                | LinkageError e) {
            works = false;
        }
        if (!works) {
            throw new IllegalArgumentException("It does not verify " + algorithm
                    + ", which the setting algorithms allows,"
                    + " on this machine. Take " + algorithm + " out there, name another provider, or leave the setting"
                    + " out.");
        }
    }

    private static boolean works(SignatureProvider provider, SignatureAlgorithm algorithm)
            throws GeneralSecurityException, IOException, VerificationUnavailableException {
        KeyPair pair = keyPair(algorithm);
        byte[] good = sign(algorithm, pair);
        byte[] bad = good.clone();
        bad[good.length / 3] ^= 1;
        provider.verifier(
                algorithm, provider.translated(pair.getPublic())); // so that what is missing is not just "false"
        KeyVerifier verifier = new KeyVerifier(provider, algorithm, pair.getPublic());
        KeyVerifier ofAnother =
                new KeyVerifier(provider, algorithm, keyPair(algorithm).getPublic());
        return verifier.verifies(TEXT, TEXT.length, good)
                && !verifier.verifies(TEXT, TEXT.length, bad)
                && !verifier.verifies(TEXT, TEXT.length - 1, good)
                && !ofAnother.verifies(TEXT, TEXT.length, good)
                && verifier.verifies(TEXT, TEXT.length, good);
    }

    private static KeyPair keyPair(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        if (algorithm.isEdwardsCurve()) {
            return Ed25519Signatures.platform().keyPair();
        }
        KeyPairGenerator generator;
        if (algorithm.curve() == null) {
            generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
        } else {
            generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(algorithm.curve());
        }
        return generator.generateKeyPair();
    }

    private static byte[] sign(SignatureAlgorithm algorithm, KeyPair pair)
            throws GeneralSecurityException, IOException {
        if (algorithm.isEdwardsCurve()) {
            return Ed25519Signatures.platform().sign(pair.getPrivate(), TEXT);
        }
        Signature signer = SignatureProvider.platform().signature(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(TEXT);
        byte[] signature = signer.sign();
        return algorithm.curve() == null
                ? signature
                : EcdsaUsingShaAlgorithm.convertDerToConcatenated(signature, algorithm.signatureLength());
    }
}
