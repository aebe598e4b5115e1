package io.holdfast.tokenservice.client;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code iPAddress} entries of a certificate's subjectAltName (RFC 5280 §4.2.1.6), as the octets that stand there:
 * the platform's own reader makes an IPv4 address of an IPv4-mapped IPv6 one.
 */
final class SubjectIpAddresses {
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int IP_ADDRESS = 0x87;

    private SubjectIpAddresses() {}

    /** None if the extension is missing or not exact DER. */
    static List<IpAddress> of(X509Certificate certificate) {
        List<IpAddress> addresses = new ArrayList<>();
        byte[] extension = certificate.getExtensionValue(SUBJECT_ALT_NAME);
        if (extension == null) {
            return addresses;
        }
        try {
            byte[] names = DerElement.contentOfOnly(SEQUENCE, DerElement.contentOfOnly(OCTET_STRING, extension));
            for (DerElement name : DerElement.allIn(names)) {
                if (name.tag() == IP_ADDRESS) {
                    IpAddress.ofOctets(name.content()).ifPresent(addresses::add);
                }
            }
        } catch (CertificateParsingException e) {
            addresses.clear();
        }
        return addresses;
    }
}
