package io.holdfast.junit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** A new P-256 key that no token service publishes; its {@code kid} is its own thumbprint. Immutable. */
final class UnknownKey {
    private final KeyPair keys;
    private final String kid;

    private UnknownKey(KeyPair keys, String kid) {
        this.keys = keys;
        this.kid = kid;
    }

    static UnknownKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new UnknownKey(
                    keys,
                    PublicJsonWebKey.Factory.newPublicJwk(keys.getPublic())
                            .calculateBase64urlEncodedThumbprint("SHA-256"));
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException("This Java platform cannot make a P-256 key", e);
        }
    }

    /** A compact JWT of this {@code typ}, signed with ES256. */
    String sign(String type, Map<String, Object> claims) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("typ", type);
        jws.setKeyIdHeaderValue(kid);
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        jws.setKey(keys.getPrivate());
        jws.setPayload(JsonUtil.toJson(claims));
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("A token cannot be signed with the key that was made for it", e);
        }
    }
}
