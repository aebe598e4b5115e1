package io.holdfast.binding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The X.509 certificate SHA-256 thumbprint: what binds an access token to a client certificate.
 *
 * <p>It is the base64url encoding, without padding, of the SHA-256 digest of the whole DER certificate, always 43
 * characters. It names one certificate, not a key and not a subject: a renewed certificate has another thumbprint.
 *
 * <p>Immutable. {@link #equals} takes the same time wherever the values differ.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 section 3.1, "JWT Certificate Thumbprint
 *     Confirmation Method"</a>
 */
public final class CertificateThumbprint {
    private static final int LENGTH = 43;

    private final String value;

    private CertificateThumbprint(String value) {
        this.value = value;
    }

    /**
     * The thumbprint of a certificate. The certificate is only hashed: neither its dates nor its issuer matter here.
     *
     * @throws IllegalArgumentException if the certificate has no DER encoding
     */
    public static CertificateThumbprint of(X509Certificate certificate) {
        try {
            return new CertificateThumbprint(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(certificate.getEncoded())));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("The client certificate has no DER encoding.", e);
        }
    }

    /**
     * A thumbprint as it stands in a token.
     *
     * @return empty unless the text is exactly 43 characters of the base64url alphabet. A text whose last character has
     *     stray bits set is well formed but equals no certificate's thumbprint, because texts are compared, not bytes.
     */
    public static Optional<CertificateThumbprint> parse(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < LENGTH; i++) {
            if (!isBase64Url(text.charAt(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new CertificateThumbprint(text));
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static byte[] sha256(byte[] der) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(der);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, but this one has not.", e);
        }
    }

    /** The thumbprint, 43 characters, as it stands in {@code cnf.x5t#S256}. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertificateThumbprint
                && MessageDigest.isEqual(ascii(value), ascii(((CertificateThumbprint) other).value));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The first eight characters: enough to tell two certificates apart in a log. */
    @Override
    public String toString() {
        return value.substring(0, 8) + "…";
    }
}
