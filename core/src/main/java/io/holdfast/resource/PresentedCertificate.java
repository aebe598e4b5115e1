package io.holdfast.resource;

import io.holdfast.binding.CertificateThumbprint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a refused client has shown, as a log names it. Whoever made the certificate chose its name and
 * number, so both are short and in ASCII, and a certificate that cannot tell them has none. They are read when somebody
 * asks. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4514#section-2.4">RFC 4514 section 2.4, "Converting an AttributeValue
 *     from ASN.1 to a String"</a>
 */
final class PresentedCertificate {
    private static final int LONGEST_TEXT = 200;
    private static final String DIGITS = "0123456789ABCDEF";

    /** A quote would end the name; braces are what old loggers look things up by. */
    private static final String NOT_IN_A_NAME = "\"{}";

    /** The certificate; null if only its thumbprint is known. */
    private final @Nullable X509Certificate certificate;

    private final CertificateThumbprint thumbprint;

    PresentedCertificate(@Nullable X509Certificate certificate, CertificateThumbprint thumbprint) {
        this.certificate = certificate;
        this.thumbprint = thumbprint;
    }

    CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    /** The subject's name by RFC 4514, with more characters escaped than must be; empty if it cannot be read. */
    Optional<String> subject() {
        if (certificate == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ascii(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253)));
        } catch (RuntimeException | Error e) {
            return Optional.empty(); // no encoding that Java knows; the thumbprint tells which one it is
        }
    }

    /** The serial number in hexadecimal digits, two for each octet; empty if it cannot be read. */
    Optional<String> serialNumber() {
        if (certificate == null) {
            return Optional.empty();
        }
        try {
            BigInteger number = certificate.getSerialNumber();
            byte[] octets = number.abs().toByteArray();
            StringBuilder digits = new StringBuilder(number.signum() < 0 ? "-" : "");
            int first = octets.length > 1 && octets[0] == 0 ? 1 : 0; // it only says that the number is positive
            for (int i = first; i < octets.length && digits.length() + 2 <= LONGEST_TEXT; i++) {
                digits.append(hexadecimal(octets[i]));
            }
            return Optional.of(digits.toString());
        } catch (RuntimeException | Error e) {
            return Optional.empty();
        }
    }

    private static String ascii(String name) {
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (end < name.length()) {
            boolean escaped = name.charAt(end) == '\\' && end + 1 < name.length();
            int character = name.codePointAt(escaped ? end + 1 : end);
            String written = written(character, escaped);
            if (text.length() + written.length() > LONGEST_TEXT) {
                break;
            }
            text.append(written);
            end += Character.charCount(character) + (escaped ? 1 : 0);
        }
        return text.toString();
    }

    private static String written(int character, boolean escaped) {
        String text = new String(Character.toChars(character));
        if (character >= ' ' && character <= '~' && NOT_IN_A_NAME.indexOf(character) < 0) {
            return escaped ? '\\' + text : text;
        }
        StringBuilder octets = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            octets.append('\\').append(hexadecimal(octet));
        }
        return octets.toString();
    }

    private static String hexadecimal(byte octet) {
        return "" + DIGITS.charAt((octet >> 4) & 0xF) + DIGITS.charAt(octet & 0xF);
    }
}
