package io.holdfast.binding;

import io.holdfast.text.Base64Url;
import io.holdfast.text.Sha256;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The X.509 certificate SHA-256 thumbprint, which binds an access token to a client certificate.
 *
 * <p>It is the base64url encoding, without padding, of the SHA-256 digest of the whole DER certificate, always 43
 * characters. It identifies one certificate, not a key and not a subject: a renewed certificate has another thumbprint.
 *
 * <p>Immutable. {@link #equals} takes the same time wherever the values differ, and allocates nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 section 3.1, "JWT Certificate Thumbprint
 *     Confirmation Method"</a>
 */
public final class CertificateThumbprint {
    private static final int LENGTH = 43;
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** The bits of the last character that hold nothing of the digest; the JDK's decoder drops them. */
    private static final int STRAY = 3;

    /** The digest in four parts, so that comparing takes neither a loop nor an array. */
    private final long first;

    private final long second;
    private final long third;
    private final long fourth;

    /** The last two bits of the text, beyond the digest. They are zero in every certificate's thumbprint. */
    private final int stray;

    private CertificateThumbprint(ByteBuffer digest, int stray) {
        this.first = digest.getLong(0);
        this.second = digest.getLong(8);
        this.third = digest.getLong(16);
        this.fourth = digest.getLong(24);
        this.stray = stray;
    }

    /**
     * Computes the thumbprint of a certificate, whose dates and issuer do not matter.
     *
     * @throws IllegalArgumentException if the certificate has no DER encoding
     */
    public static CertificateThumbprint of(X509Certificate certificate) {
        try {
            return new CertificateThumbprint(ByteBuffer.wrap(Sha256.of(certificate.getEncoded())), 0);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("The client certificate has no DER encoding.", e);
        }
    }

    /**
     * Parses a thumbprint as it stands in a token.
     *
     * @return empty unless the text is exactly 43 characters of the base64url alphabet. A text whose last character has
     *     stray bits set is well formed but equals no certificate's thumbprint: those bits are compared, too.
     */
    public static Optional<CertificateThumbprint> parse(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        int last = ALPHABET.indexOf(text.charAt(LENGTH - 1));
        byte[] digest = last < 0 ? new byte[0] : decoded(text);
        return digest.length == 32
                ? Optional.of(new CertificateThumbprint(ByteBuffer.wrap(digest), last & STRAY))
                : Optional.empty();
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /**
     * Reads the SHA-256 digest of a certificate in hexadecimal digits, as a proxy writes it that forwards no more. A token's
     * {@code x5t#S256} is never read so.
     *
     * @return empty unless the text is exactly 64 such digits, in either case
     */
    public static Optional<CertificateThumbprint> ofHexadecimal(String text) {
        if (!HEXADECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        ByteBuffer digest = ByteBuffer.allocate(32);
        for (int i = 0; i < text.length(); i += 16) {
            digest.putLong(Long.parseUnsignedLong(text.substring(i, i + 16), 16));
        }
        return Optional.of(new CertificateThumbprint(digest, 0));
    }

    /** The thumbprint, 43 characters, as it stands in {@code cnf.x5t#S256}. */
    public String value() {
        ByteBuffer digest = ByteBuffer.allocate(32);
        digest.putLong(0, first).putLong(8, second).putLong(16, third).putLong(24, fourth);
        String text = Base64Url.encode(digest.array());
        int last = ALPHABET.indexOf(text.charAt(LENGTH - 1));
        return stray == 0 ? text : text.substring(0, LENGTH - 1) + ALPHABET.charAt(last | stray);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof CertificateThumbprint)) {
            return false;
        }
        CertificateThumbprint that = (CertificateThumbprint) other;
        long difference = (first ^ that.first)
                | (second ^ that.second)
                | (third ^ that.third)
                | (fourth ^ that.fourth)
                | (stray ^ that.stray);
        return difference == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** The first eight characters: enough to distinguish certificates in a log. */
    @Override
    public String toString() {
        return value().substring(0, 8) + "…";
    }
}
