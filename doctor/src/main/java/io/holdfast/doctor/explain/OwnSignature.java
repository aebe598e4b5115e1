package io.holdfast.doctor.explain;

import io.holdfast.doctor.report.TokenText;
import io.holdfast.text.Base64Url;
import io.holdfast.token.JwsSigning;
import io.holdfast.token.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Signs a token's header and claims anew with a key made for this moment, so that a decision can be looked at without the
 * issuer's keys: all its checks are made, by the same code as at the door, but for one. That the issuer has signed the
 * token stays unproven.
 */
final class OwnSignature {
    private static final int RSA_BITS = 2048;

    private final String token;
    private final String keySet;

    private OwnSignature(String token, String keySet) {
        this.token = token;
        this.keySet = keySet;
    }

    /**
     * Signs a token anew.
     *
     * @return empty if the token's form or algorithm is none that could be accepted; then the door refuses it by that
     */
    static Optional<OwnSignature> of(String token) {
        TokenText text = TokenText.of(token);
        SignatureAlgorithm algorithm = text.headerMember("alg")
                .filter(String.class::isInstance)
                .flatMap(name -> SignatureAlgorithm.named((String) name))
                .orElse(null);
        int last = token.lastIndexOf('.');
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        if (algorithm == null
                || last < 0
                || bytes.length != token.length()
                || last + 1 == bytes.length
                || Base64Url.decode(bytes, last + 1, bytes.length) == null) {
            return Optional.empty();
        }
        try {
            KeyPair pair = pair(algorithm);
            byte[] signature = JwsSigning.sign(
                    algorithm, pair.getPrivate(), token.substring(0, last).getBytes(StandardCharsets.US_ASCII));
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
            text.headerMember("kid").filter(String.class::isInstance).ifPresent(kid -> jwk.setKeyId((String) kid));
            String keySet = new JsonWebKeySet(jwk).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
            return Optional.of(new OwnSignature(token.substring(0, last + 1) + Base64Url.encode(signature), keySet));
        } catch (GeneralSecurityException | JoseException e) {
            return Optional.empty(); // this Java lacks the algorithm, as the door's would
        }
    }

    /** A key set that verifies nothing, for a token that no key could. */
    static String anyKeySet() {
        try {
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(
                    pair(SignatureAlgorithm.ES256).getPublic());
            return new JsonWebKeySet(jwk).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException("This Java platform has no ES256.", e);
        }
    }

    private static KeyPair pair(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        String name = algorithm.name();
        KeyPairGenerator generator;
        if (name.startsWith("RS") || name.startsWith("PS")) {
            generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
        } else if (name.startsWith("ES")) {
            generator = KeyPairGenerator.getInstance("EC");
            String bits = name.equals("ES512") ? "521" : name.substring(2);
            generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
        } else {
            generator = KeyPairGenerator.getInstance("Ed25519");
        }
        return generator.generateKeyPair();
    }

    /** The token with the new signature. */
    String token() {
        return token;
    }

    /** The key set that verifies it. */
    String keySet() {
        return keySet;
    }
}
