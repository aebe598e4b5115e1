package io.holdfast.tokenservice.client;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

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
                String name = value.toLowerCase(Locale.ROOT);
                return alternativeName(2, entry -> name.equals(entry.toLowerCase(Locale.ROOT)));
            }
        },
        SAN_URI("tls_client_auth_san_uri") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                return alternativeName(6, value::equals);
            }
        },
        SAN_IP("tls_client_auth_san_ip") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                IpAddress address = IpAddress.parse(value)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "is no IP address; write IPv4 as 192.0.2.1 or IPv6 as 2001:db8::1"));
                return certificate -> SubjectIpAddresses.of(certificate).contains(address);
            }
        },
        SAN_EMAIL("tls_client_auth_san_email") {
            @Override
            Predicate<X509Certificate> matcherOf(String value) {
                return alternativeName(1, value::equals);
            }
        };

        private final String memberName;

        Member(String memberName) {
            this.memberName = memberName;
        }

        String memberName() {
            return memberName;
        }

        abstract Predicate<X509Certificate> matcherOf(String value);

        /** @param type the GeneralName tag of RFC 5280 §4.2.1.6: a value of another type never counts */
        private static Predicate<X509Certificate> alternativeName(int type, Predicate<String> match) {
            return certificate -> {
                try {
                    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
                    return names != null
                            && names.stream()
                                    .filter(name -> name.get(0).equals(type) && name.get(1) instanceof String)
                                    .map(name -> (String) name.get(1))
                                    .anyMatch(name -> !ControlCharacters.in(name) && match.test(name));
                } catch (CertificateParsingException e) {
                    return false;
                }
            };
        }
    }
}
