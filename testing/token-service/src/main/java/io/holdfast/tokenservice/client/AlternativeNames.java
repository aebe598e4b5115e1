package io.holdfast.tokenservice.client;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The subjectAltName of a certificate (RFC 5280 §4.2.1.6), read from the octets that stand there: the platform's own
 * reader makes an IPv4 address of an IPv4-mapped IPv6 one. Immutable.
 */
final class AlternativeNames {
    private static final GeneralName[] NONE = {};

    private final GeneralName[] names;

    private AlternativeNames(GeneralName[] names) {
        this.names = names;
    }

    /** Those of a certificate; none if the extension is missing or not exact DER. */
    static AlternativeNames of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        return new AlternativeNames(extension == null ? NONE : parse(extension));
    }

    private static GeneralName[] parse(byte[] extension) {
        try {
            byte[] value = ASN1OctetString.getInstance(extension).getOctets();
            GeneralNames names = GeneralNames.getInstance(value);
            // The parser takes more encodings than DER's one.
            return Arrays.equals(names.getEncoded(ASN1Encoding.DER), value) ? names.getNames() : NONE;
        } catch (IOException | RuntimeException e) {
            return NONE;
        }
    }

    /**
     * True if a textual name of this type matches; one with a control character never does.
     *
     * @param type a tag of {@link GeneralName}: a value of another type never counts
     */
    boolean anyText(int type, Predicate<String> match) {
        return Arrays.stream(names)
                .filter(name -> name.getTagNo() == type && name.getName() instanceof ASN1String)
                .map(name -> ((ASN1String) name.getName()).getString())
                .anyMatch(text -> !ControlCharacters.in(text) && match.test(text));
    }

    /** True if they have this address of 4 or 16 octets. An IPv4-mapped IPv6 address has 16 and is no IPv4 address. */
    boolean hasAddress(byte[] octets) {
        return Arrays.stream(names)
                .filter(name -> name.getTagNo() == GeneralName.iPAddress)
                .anyMatch(name -> Arrays.equals(
                        ASN1OctetString.getInstance(name.getName()).getOctets(), octets));
    }
}
