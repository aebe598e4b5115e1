package io.holdfast.tokenservice.client;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Reads the certificates that a self-signed client registers: the first {@code x5c} of each JWK (RFC 8705 §2.2.2). */
final class RegisteredCertificates {
    private RegisteredCertificates() {}

    /**
     * The certificates of a {@code jwks} member.
     *
     * @throws IllegalArgumentException if there is none, or a key is wrong; the message says which and what to do
     */
    static List<X509Certificate> in(@Nullable Object jwks) {
        Object keys = jwks instanceof Map ? ((Map<?, ?>) jwks).get("keys") : null;
        if (!(keys instanceof List) || ((List<?>) keys).isEmpty()) {
            throw new IllegalArgumentException(
                    "is missing or holds no key; write {\"keys\": [ {\"kty\": …, \"x5c\": [\"…\"]} ]}");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object key : (List<?>) keys) {
            certificates.add(certificateOf(key, "key number " + (certificates.size() + 1)));
        }
        return certificates;
    }

    private static X509Certificate certificateOf(Object key, String name) {
        Object x5c = key instanceof Map ? ((Map<?, ?>) key).get("x5c") : null;
        Object first = x5c instanceof List && !((List<?>) x5c).isEmpty() ? ((List<?>) x5c).get(0) : null;
        if (!(first instanceof String)) {
            throw new IllegalArgumentException(name + " has no x5c; put the client's certificate there");
        }
        X509Certificate certificate = decode((String) first, name);
        if (!publicKey((Map<?, ?>) key, name).equals(certificate.getPublicKey())) {
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

    private static PublicKey publicKey(Map<?, ?> key, String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        key.forEach((member, value) -> members.put(String.valueOf(member), value));
        // Compared here, over the strictly decoded certificate.
        members.remove("x5c");
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(members);
            if (jwk instanceof PublicJsonWebKey && ((PublicJsonWebKey) jwk).getPrivateKey() == null) {
                return ((PublicJsonWebKey) jwk).getPublicKey();
            }
        } catch (JoseException | RuntimeException e) {
            throw new IllegalArgumentException(name + " is no JWK; write kty and the members of the public key", e);
        }
        throw new IllegalArgumentException(name + " is not a public key alone; register only its public members");
    }
}
