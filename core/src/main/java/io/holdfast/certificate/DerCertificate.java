package io.holdfast.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * Bytes that are exactly one X.509 certificate in DER. The JDK's parser alone would accept PEM text as DER and skip
 * bytes after the certificate; then one certificate would have many spellings, and the thumbprint would not be that of
 * the received bytes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9440#section-2.1">RFC 9440 section 2.1, "Encoding"</a>
 */
final class DerCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_OCTETS = 3;

    private DerCertificate() {}

    static X509Certificate parse(byte[] der) throws MalformedCertificateException {
        if (!isOneSequence(der)) {
            throw new MalformedCertificateException("the bytes are not exactly one DER value");
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!Arrays.equals(der, certificate.getEncoded())) {
                throw new MalformedCertificateException("the certificate is not encoded as DER says");
            }
            return certificate;
        } catch (CertificateException | RuntimeException e) {
            // A security provider's parser may throw anything for hostile bytes, and its message may quote them.
            throw new MalformedCertificateException("the bytes are no X.509 certificate", e);
        }
    }

    /** True if the bytes are a sequence whose definite, shortest length ends where they end. */
    private static boolean isOneSequence(byte[] der) {
        if (der.length < 2 || der[0] != SEQUENCE) {
            return false;
        }
        int first = der[1] & 0xff;
        if (first < LONG_FORM) {
            return der.length == 2 + first;
        }
        int octets = first - LONG_FORM;
        if (octets < 1 || octets > MOST_LENGTH_OCTETS || der.length < 2 + octets) {
            return false;
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (der[2 + i] & 0xff);
        }
        boolean shortest = length >= LONG_FORM && length >>> (8 * (octets - 1)) != 0;
        return shortest && der.length == 2 + octets + length;
    }
}
