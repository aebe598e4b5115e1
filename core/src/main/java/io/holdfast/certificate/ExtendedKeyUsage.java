package io.holdfast.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The purposes that a certificate names for its key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12">RFC 5280 section 4.2.1.12, "Extended Key Usage"</a>
 */
public final class ExtendedKeyUsage {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY = "2.5.29.37.0";

    private ExtendedKeyUsage() {}

    /** True if a certificate may stand for a TLS client: it names {@code clientAuth}, any purpose, or none. */
    public static boolean permitsClients(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(CLIENT_AUTH) || purposes.contains(ANY);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** The advice of messages about a certificate that may not stand for a client; empty if it may. */
    public static String objection(X509Certificate certificate) {
        return permitsClients(certificate)
                ? ""
                : "Its extended key usage has no clientAuth, so servers that look at it refuse it. Ask its authority for a"
                        + " certificate with clientAuth (TLS Web Client Authentication).";
    }
}
