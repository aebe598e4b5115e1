package io.holdfast.keystore;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Proves that a private key belongs to a public key by signing, so that keys in hardware work, too. */
final class KeyProof {
    private static final byte[] MESSAGE =
            "Does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);

    private KeyProof() {}

    static boolean fits(PrivateKey privateKey, PublicKey publicKey) throws KeyMaterialException {
        if (!algorithm(privateKey.getAlgorithm()).equals(algorithm(publicKey.getAlgorithm()))) {
            return false;
        }
        try {
            Signature signing = signature(privateKey.getAlgorithm());
            signing.initSign(privateKey);
            signing.update(MESSAGE);
            byte[] signed = signing.sign();
            return verifies(publicKey, signed);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException(
                    "The " + privateKey.getAlgorithm() + " private key cannot sign on this Java platform: "
                            + e.getClass().getSimpleName() + ".",
                    e);
        }
    }

    private static boolean verifies(PublicKey publicKey, byte[] signed) throws GeneralSecurityException {
        Signature verifying = signature(publicKey.getAlgorithm());
        verifying.initVerify(publicKey);
        verifying.update(MESSAGE);
        try {
            return verifying.verify(signed);
        } catch (SignatureException e) {
            return false; // another key's signature may have the wrong length, for which some providers throw
        }
    }

    private static Signature signature(String keyAlgorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm(keyAlgorithm));
        if ("RSASSA-PSS".equals(keyAlgorithm)) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return signature;
    }

    private static String algorithm(String keyAlgorithm) {
        switch (keyAlgorithm) {
            case "RSA":
                return "SHA256withRSA";
            case "EC":
            case "ECDSA":
                return "SHA256withECDSA";
            case "Ed25519":
            case "Ed448":
                return "EdDSA";
            case "DSA":
                return "SHA256withDSA";
            default:
                return keyAlgorithm; // EdDSA and RSASSA-PSS have one name for key and signature
        }
    }
}
