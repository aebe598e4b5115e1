package io.holdfast.tokenservice.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms that the token service signs with: those of the FAPI 2.0 Security Profile §5.4. The constants are
 * spelled as the names in {@code alg} (RFC 7518 §3.1, RFC 8037 §3.1).
 */
public enum SigningAlgorithm {
    /** ECDSA with P-256 and SHA-256. */
    ES256("EC", new ECGenParameterSpec("secp256r1")),
    /** RSASSA-PSS with SHA-256 and keys of 2048 bits: Java 11, or Java 8 from update 251 on. */
    PS256("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    /** Ed25519: Java 15. */
    EdDSA("Ed25519", null);

    private final String keyType;

    @SuppressWarnings("ImmutableEnumChecker") // the JDK's classes are immutable, but not marked so
    private final @Nullable AlgorithmParameterSpec parameters;

    SigningAlgorithm(String keyType, @Nullable AlgorithmParameterSpec parameters) {
        this.keyType = keyType;
        this.parameters = parameters;
    }

    KeyPair generateKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType);
        if (parameters != null) {
            generator.initialize(parameters);
        }
        return generator.generateKeyPair();
    }
}
