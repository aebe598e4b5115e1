package io.holdfast.tokenservice.client;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The certificate of a JWK: the first of its {@code x5c}, for which the key's own members stand (RFC 7517 §4.7). */
final class JwkCertificate {
    private JwkCertificate() {}

    /**
     * The certificate.
     *
     * @param name what messages call the key
     * @throws IllegalArgumentException if there is none, or it is not of this key; the message says what to do
     */
    static X509Certificate of(Map<String, Object> jwk, String name) {
        Object x5c = jwk.get("x5c");
        Object first = x5c instanceof List && !((List<?>) x5c).isEmpty() ? ((List<?>) x5c).get(0) : null;
        if (!(first instanceof String)) {
            throw new IllegalArgumentException(name + " has no x5c; put the client's certificate there");
        }
        X509Certificate certificate = decode((String) first, name);
        if (!publicKey(jwk, name).equals(certificate.getPublicKey())) {
            throw new IllegalArgumentException(name + " is not the key of its x5c certificate; register them together");
        }
        return certificate;
    }

    /** RFC 7517 §4.7: standard base64 of DER, not base64url. */
    private static X509Certificate decode(String base64, String name) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (Arrays.equals(der, certificate.getEncoded())) {
                return certificate;
            }
        } catch (IllegalArgumentException | CertificateException e) {
            throw new IllegalArgumentException(notACertificate(name), e);
        }
        throw new IllegalArgumentException(notACertificate(name));
    }

    private static String notACertificate(String name) {
        return name + " has an x5c that is not standard base64 of exactly one DER certificate; encode it again";
    }

    private static PublicKey publicKey(Map<String, Object> jwk, String name) {
        Map<String, Object> members = new LinkedHashMap<>(jwk);
        // Compared here, over the strictly decoded certificate.
        members.remove("x5c");
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(members).getPublicKey();
        } catch (JoseException | RuntimeException e) {
            throw new IllegalArgumentException(name + " is no JWK; write kty and the members of the public key", e);
        }
    }
}
