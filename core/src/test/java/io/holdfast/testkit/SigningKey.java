package io.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** A key that signs tokens: a key pair, its JWS algorithm and its kid. Immutable. */
public final class SigningKey {

    private final String kid;
    private final String algorithm;
    private final KeyPair keyPair;

    private SigningKey(String kid, String algorithm, KeyPair keyPair) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.keyPair = keyPair;
    }

    public static SigningKey rs256(String kid) {
        return rsa(kid, "RS256", 2048);
    }

    /** {@code algorithm} is RS256, RS384, RS512, PS256, PS384 or PS512; the size may be too small on purpose. */
    public static SigningKey rsa(String kid, String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new SigningKey(kid, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static SigningKey es256(String kid) {
        return ec(kid, "ES256", "secp256r1");
    }

    /** {@code algorithm} is ES256, ES384 or ES512; the curve may be another one on purpose. */
    public static SigningKey ec(String kid, String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new SigningKey(kid, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static SigningKey ed25519(String kid) {
        try {
            return new SigningKey(
                    kid, "EdDSA", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key pair for another algorithm of its key type, for example PS256 for RS256. */
    public SigningKey as(String otherAlgorithm) {
        return new SigningKey(kid, otherAlgorithm, keyPair);
    }

    /** The same key pair under another kid. */
    public SigningKey named(String otherKid) {
        return new SigningKey(otherKid, algorithm, keyPair);
    }

    public String kid() {
        return kid;
    }

    public String algorithm() {
        return algorithm;
    }

    public PublicKey publicKey() {
        return keyPair.getPublic();
    }

    public PrivateKey privateKey() {
        return keyPair.getPrivate();
    }

    /** The public JWK with kid, alg and {@code use: sig}; the map may be changed. */
    public Map<String, Object> jwk() {
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(keyPair.getPublic());
            jwk.setKeyId(kid);
            jwk.setAlgorithm(algorithm);
            jwk.setUse("sig");
            return new LinkedHashMap<>(jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The raw JWS signature over the ASCII text, with this key's algorithm. */
    public byte[] sign(String signingInput) {
        try {
            Signature signature = signature();
            signature.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        String bits = algorithm.substring(2);
        Signature signature = switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "PS" -> Signature.getInstance("RSASSA-PSS");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            default -> Signature.getInstance("Ed25519");
        };
        signature.initSign(keyPair.getPrivate());
        if (algorithm.startsWith("PS")) {
            String hash = "SHA-" + bits;
            signature.setParameter(
                    new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(bits) / 8, 1));
        }
        return signature;
    }
}
