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

/** Makes a JWT, as the token service does, or somebody who would like to be it. */
interface TokenSignature {
    /** The compact JWT of this {@code typ}. */
    String sign(String type, Map<String, ?> claims);

    /** ES256 with a new key, whose {@code kid} is its own thumbprint. */
    static TokenSignature ofUnknownKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            String kid = PublicJsonWebKey.Factory.newPublicJwk(keys.getPublic())
                    .calculateBase64urlEncodedThumbprint("SHA-256");
            return (type, claims) -> sign(type, claims, keys, kid);
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException("This Java platform cannot make a P-256 key", e);
        }
    }

    /** The other's header and claims with the signature of a new key. */
    static TokenSignature forging(TokenSignature honest) {
        TokenSignature forger = ofUnknownKey();
        return (type, claims) -> {
            String token = honest.sign(type, claims);
            String forged = forger.sign(type, claims);
            return token.substring(0, token.lastIndexOf('.')) + forged.substring(forged.lastIndexOf('.'));
        };
    }

    /** An ES256 signature. */
    static String sign(String type, Map<String, ?> claims, KeyPair keys, String kid) {
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
