package io.holdfast.benchmarks;

import io.holdfast.testkit.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/**
 * The lower limit: nothing but the signature, and the digests of token and certificate, by the Java platform. It has
 * the token's claims in advance.
 */
final class BareCheck implements Check {
    private final SigningKey key;

    BareCheck(SigningKey key) {
        this.key = key;
    }

    @Override
    public boolean accepts(SentToken sent) throws GeneralSecurityException {
        String token = sent.token();
        int dot = token.lastIndexOf('.');
        byte[] text = token.getBytes(StandardCharsets.ISO_8859_1);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
        byte[] thumbprint =
                MessageDigest.getInstance("SHA-256").digest(sent.certificate().getEncoded());
        Signature signature = signature();
        signature.update(text, 0, dot);
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))
                && digest.length == thumbprint.length;
    }

    private Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.algorithm()) {
                    case "RS256" -> "SHA256withRSA";
                    case "PS256" -> "RSASSA-PSS";
                    case "ES256" -> "SHA256withECDSAinP1363Format";
                    default -> "Ed25519";
                });
        if (key.algorithm().equals("PS256")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initVerify(key.publicKey());
        return signature;
    }
}
