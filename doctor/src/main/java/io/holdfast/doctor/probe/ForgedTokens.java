package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.CompactToken;
import io.holdfast.doctor.report.Redaction;
import io.holdfast.token.JwsSigning;
import io.holdfast.token.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** Tokens that a thief makes of the owner's, for a certificate of his choice. None has a signature of the issuer's. */
final class ForgedTokens {
    private final CompactToken genuine;
    private final CompactToken rebound;
    private final Redaction redaction;

    /**
     * Prepares forgeries for a certificate.
     *
     * @param thumbprint of the certificate that TLS will send
     */
    ForgedTokens(CompactToken genuine, String thumbprint, String runId, Redaction redaction) {
        this.genuine = genuine;
        // a changed identifier makes the claims other than the signed ones also for the owner's own certificate
        this.rebound =
                genuine.withClaim("cnf", Map.of("x5t#S256", thumbprint)).withClaim("jti", "holdfast-probe-" + runId);
        this.redaction = redaction;
    }

    String underOldSignature() {
        return redaction.token(rebound.underOldSignature());
    }

    String withoutConfirmation() {
        return redaction.token(
                genuine.without("cnf").withClaim("jti", "holdfast-probe").underOldSignature());
    }

    String unsigned(String algorithm) {
        return redaction.token(rebound.withHeader("alg", algorithm).signed(new byte[0]));
    }

    String withEmptySignature() {
        return redaction.token(rebound.signed(new byte[0]));
    }

    /** HS256 with the issuer's public key as the secret: once in PEM, once in DER. */
    List<String> underPublicKey(PublicKey issuer) throws GeneralSecurityException {
        byte[] der = issuer.getEncoded();
        String pem = PemBlock.of("PUBLIC KEY", der);
        return List.of(hmac(pem.getBytes(StandardCharsets.US_ASCII)), hmac(der));
    }

    private String hmac(byte[] secret) throws GeneralSecurityException {
        CompactToken token = rebound.withHeader("alg", "HS256");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return redaction.token(token.signed(mac.doFinal(ascii(token.signingInput()))));
    }

    /** Signed with a key that the header brings along: as {@code jwk}, and in the certificate of {@code x5c}. */
    List<String> withOwnKey(String runId) throws GeneralSecurityException {
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(genuine.parameter("alg"))
                .orElseThrow(() -> new GeneralSecurityException("unknown algorithm of the token"));
        KeyPair pair = pair(algorithm.name());
        Identity signer = MadeUpIdentities.selfSigned(pair, runId);
        try {
            Map<String, Object> jwk =
                    JsonWebKey.Factory.newJwk(pair.getPublic()).toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
            String certificate =
                    Base64.getEncoder().encodeToString(signer.certificate().getEncoded());
            return List.of(
                    signed(rebound.withHeader("jwk", jwk), algorithm, pair),
                    signed(rebound.withHeader("x5c", List.of(certificate)), algorithm, pair));
        } catch (JoseException e) {
            throw new GeneralSecurityException("no JWK of the made-up key", e);
        }
    }

    private String signed(CompactToken token, SignatureAlgorithm algorithm, KeyPair pair)
            throws GeneralSecurityException {
        return redaction.token(
                token.signed(JwsSigning.sign(algorithm, pair.getPrivate(), ascii(token.signingInput()))));
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        if (algorithm.startsWith("ES")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            String bits = algorithm.substring(2);
            generator.initialize(new ECGenParameterSpec("secp" + (bits.equals("512") ? "521" : bits) + "r1"));
            return generator.generateKeyPair();
        }
        if (algorithm.startsWith("Ed")) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
