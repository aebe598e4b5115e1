package io.holdfast.tokenservice;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;

/**
 * The P-256 key that signs the tokens, new at every start and in memory only. Its {@code kid} is its RFC 7638
 * thumbprint, so the same key has the same name whoever computes it. Immutable.
 */
final class SigningKey {
    static final String ALGORITHM = AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;

    private final PrivateKey privateKey;
    private final EllipticCurveJsonWebKey publicKey;
    private final String kid;

    private SigningKey(PrivateKey privateKey, ECPublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = new EllipticCurveJsonWebKey(publicKey);
        this.kid = this.publicKey.calculateBase64urlEncodedThumbprint("SHA-256");
    }

    static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), (ECPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform cannot make a P-256 key", e);
        }
    }

    String kid() {
        return kid;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /** The JWKS document (RFC 7517 §5). The JWK was made from the public key alone, so it has nothing to hide. */
    String jwksDocument() {
        Map<String, Object> jwk = new LinkedHashMap<>(publicKey.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        jwk.put("kid", kid);
        jwk.put("use", "sig");
        jwk.put("alg", ALGORITHM);
        return JsonUtil.toJson(Collections.singletonMap("keys", Collections.singletonList(jwk)));
    }
}
