package io.holdfast.tokenservice.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A key of the token service, in memory only. Its {@code kid} is its RFC 7638 thumbprint, so the same key has the same
 * name whoever computes it. It remembers until when what it has signed is valid. Safe for use by many threads.
 */
public final class SigningKey {
    private final SigningAlgorithm algorithm;
    private final PrivateKey privateKey;
    private final Map<String, Object> publicJwk;
    private final String kid;
    private final AtomicLong neededUntil = new AtomicLong(Long.MIN_VALUE);

    private SigningKey(SigningAlgorithm algorithm, KeyPair pair) throws JoseException {
        this.algorithm = algorithm;
        this.privateKey = pair.getPrivate();
        // Made from the public key alone, so it has nothing to hide.
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        this.kid = jwk.calculateBase64urlEncodedThumbprint("SHA-256");
        Map<String, Object> members = new LinkedHashMap<>(jwk.toParams(OutputControlLevel.PUBLIC_ONLY));
        members.put("kid", kid);
        members.put("use", "sig");
        members.put("alg", algorithm.name());
        this.publicJwk = Collections.unmodifiableMap(members);
    }

    /**
     * A new key.
     *
     * @throws UnsupportedOperationException if this Java platform lacks the algorithm
     */
    public static SigningKey generate(SigningAlgorithm algorithm) {
        try {
            SigningKey key = new SigningKey(algorithm, algorithm.generateKeyPair());
            // A platform may have the keys and not the signatures.
            key.signature("JWT", Collections.emptyMap());
            return key;
        } catch (GeneralSecurityException | JoseException e) {
            throw new UnsupportedOperationException("This Java platform cannot sign with " + algorithm, e);
        }
    }

    public String kid() {
        return kid;
    }

    /** The public members, {@code kid}, {@code use} and {@code alg}. */
    Map<String, Object> publicJwk() {
        return publicJwk;
    }

    /**
     * A signed JWT in the compact form.
     *
     * @param type its {@code typ}
     * @param validUntil until when somebody may want to verify it, in seconds since 1970
     */
    public String sign(String type, Map<String, Object> claims, long validUntil) {
        // First, so that the key stays published whatever happens to it meanwhile.
        neededUntil.accumulateAndGet(validUntil, Math::max);
        try {
            return signature(type, claims);
        } catch (JoseException e) {
            throw new IllegalStateException("The token service cannot sign with its own key", e);
        }
    }

    private String signature(String type, Map<String, Object> claims) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("typ", type);
        jws.setKeyIdHeaderValue(kid);
        jws.setAlgorithmHeaderValue(algorithm.name());
        jws.setKey(privateKey);
        jws.setPayload(JsonUtil.toJson(claims));
        return jws.getCompactSerialization();
    }

    /** When the last of what it has signed expires, in seconds since 1970. */
    long neededUntil() {
        return neededUntil.get();
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}
