package io.holdfast.testpki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.jspecify.annotations.Nullable;

/** The kind of key to make. Immutable. */
final class KeyKind {

    private final String algorithm;
    private final @Nullable AlgorithmParameterSpec parameters;

    private KeyKind(String algorithm, @Nullable AlgorithmParameterSpec parameters) {
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    static KeyKind rsa(int bits) {
        return new KeyKind("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
    }

    static KeyKind ec(String curve) {
        return new KeyKind("EC", new ECGenParameterSpec(curve));
    }

    /** Uses the algorithm's default parameters. */
    static KeyKind of(String algorithm) {
        return new KeyKind(algorithm, null);
    }

    KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = generator();
        if (parameters != null) {
            generator.initialize(parameters);
        }
        return generator.generateKeyPair();
    }

    private KeyPairGenerator generator() {
        try {
            return KeyPairGenerator.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "Java " + System.getProperty("java.version") + " has no keys for " + algorithm
                            + " (Ed25519 came with Java 15). Ask the builder for rsa or ec.",
                    e);
        }
    }

    /** The algorithm with which a key signs certificates. */
    static String signatureAlgorithm(PrivateKey key) {
        switch (key.getAlgorithm()) {
            case "RSA":
                return "SHA256withRSA";
            case "EC":
                return "SHA256withECDSA";
            case "DSA":
                return "SHA256withDSA";
            default:
                return "Ed25519";
        }
    }
}
