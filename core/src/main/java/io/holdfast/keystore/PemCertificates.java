package io.holdfast.keystore;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates in a PEM text, read with the JDK alone. Text between the blocks and blocks of other kinds are
 * skipped; an unreadable certificate block is an error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-5">RFC 7468 section 5, "Textual Encoding of
 *     Certificates"</a>
 */
final class PemCertificates {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----");
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END (?:X509 )?CERTIFICATE-----");

    private PemCertificates() {}

    static List<X509Certificate> in(byte[] content, Path file) throws KeyMaterialException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            certificates.add(certificate(block.group(1), certificates.size() + 1, file));
        }
        int begun = count(BEGIN.matcher(text));
        if (begun != certificates.size()) {
            throw new KeyMaterialException(file + " begins " + begun + " certificates, but only " + certificates.size()
                    + " are whole and of the kind CERTIFICATE. Export the file anew (not with openssl's -trustout).");
        }
        return certificates;
    }

    private static int count(Matcher matcher) {
        int found = 0;
        while (matcher.find()) {
            found++;
        }
        return found;
    }

    private static X509Certificate certificate(String base64, int number, Path file) throws KeyMaterialException {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new KeyMaterialException(
                    "Certificate " + number + " in " + file + " cannot be read (" + e.getMessage()
                            + "). Export it anew.",
                    e);
        }
    }
}
