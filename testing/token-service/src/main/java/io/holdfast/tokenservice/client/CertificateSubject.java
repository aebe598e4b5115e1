package io.holdfast.tokenservice.client;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/**
 * The one subject that a {@code tls_client_auth} client registers, in one of the five ways of RFC 8705 §2.1.2.
 * Immutable.
 */
final class CertificateSubject {
    private final Member member;
    private final String value;
    private final Predicate<X509Certificate> match;

    private CertificateSubject(Member member, String value, Predicate<X509Certificate> match) {
        this.member = member;
        this.value = value;
        this.match = match;
    }

    /** @throws IllegalArgumentException if the value cannot be one of this member; the message says what is expected */
    static CertificateSubject of(Member member, String value) {
        if (ControlCharacters.in(value)) {
            throw new IllegalArgumentException("has a control character; write it without");
        }
        return new CertificateSubject(member, value, member.matcherOf(value));
    }

    boolean matches(X509Certificate certificate) {
        return match.test(certificate);
    }

    /** Member and value, for the operator. */
    @Override
    public String toString() {
        return member.memberName() + " '" + value + "'";
    }

    /** The five registration members; a client has exactly one of them. */
    enum Member {
        SUBJECT_DN("tls_client_auth_subject_dn") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                DistinguishedName subject = DistinguishedName.parse(value);
                return certificate -> subject.matches(certificate.getSubjectX500Principal());
            }
        },
        SAN_DNS("tls_client_auth_san_dns") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                String name = ascii(value).toLowerCase(Locale.ROOT);
                return alternativeName(GeneralName.dNSName, entry -> name.equals(entry.toLowerCase(Locale.ROOT)));
            }
        },
        SAN_URI("tls_client_auth_san_uri") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                return alternativeName(GeneralName.uniformResourceIdentifier, ascii(value)::equals);
            }
        },
        SAN_IP("tls_client_auth_san_ip") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                byte[] address = address(value);
                return certificate -> AlternativeNames.of(certificate).hasAddress(address);
            }
        },
        SAN_EMAIL("tls_client_auth_san_email") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                return alternativeName(GeneralName.rfc822Name, ascii(value)::equals);
            }
        };

        private static final Pattern LEADING_ZERO = Pattern.compile("(?:^|\\.)0[0-9]");

        private final String memberName;

        Member(String memberName) {
            this.memberName = memberName;
        }

        String memberName() {
            return memberName;
        }

        abstract Predicate<X509Certificate> matcherOf(String value);

        private static Predicate<X509Certificate> alternativeName(int type, Predicate<String> match) {
            return certificate -> AlternativeNames.of(certificate).anyText(type, match);
        }

        /** These names are IA5 strings in a certificate. */
        private static String ascii(String value) {
            if (value.chars().anyMatch(c -> c > '~')) {
                throw new IllegalArgumentException(
                        "has a character beyond ASCII, which no certificate has there; write it encoded");
            }
            return value;
        }

        /** The octets of a literal; a name is never looked up. */
        private static byte[] address(String value) {
            // A leading zero means octal to some, and two spellings would be one address if IPv6 could embed IPv4.
            boolean ipv4 =
                    IPAddress.isValidIPv4(value) && !LEADING_ZERO.matcher(value).find();
            boolean ipv6 = IPAddress.isValidIPv6(value) && value.indexOf('.') < 0;
            if (!ipv4 && !ipv6) {
                throw new IllegalArgumentException("is no IP address; write IPv4 as 192.0.2.1 or IPv6 as 2001:db8::1");
            }
            GeneralName name = new GeneralName(GeneralName.iPAddress, value);
            return ASN1OctetString.getInstance(name.getName()).getOctets();
        }
    }
}
