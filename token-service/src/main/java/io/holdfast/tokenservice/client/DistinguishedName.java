package io.holdfast.tokenservice.client;

import java.util.Arrays;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** A registered subject name, compared with those of certificates (RFC 4514, RFC 8705 §7.5). Immutable. */
final class DistinguishedName {
    private final X500Principal name;

    private DistinguishedName(X500Principal name) {
        this.name = name;
    }

    /** @throws IllegalArgumentException if it is no name that a client may register; the message says what to write */
    static DistinguishedName parse(String text) {
        X500Principal name;
        try {
            name = new X500Principal(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no RFC 4514 name; write it as CN=server-a,O=Example", e);
        }
        if (name.getName().isEmpty()) {
            throw new IllegalArgumentException("is an empty name; write it as CN=server-a,O=Example");
        }
        if (holdsControlCharacters(name)) {
            throw new IllegalArgumentException("has a control character; write it without");
        }
        return new DistinguishedName(name);
    }

    /** Neither case, repeated spaces nor the string type matters; the order of the RDNs does. */
    boolean matches(X500Principal presented) {
        // The platform compares canonical forms, from which control characters at either end of a value are cut off.
        return (name.equals(presented) || sameRdns(presented)) && !holdsControlCharacters(presented);
    }

    /**
     * The platform sees through string types and case only in the attributes that have a keyword in RFC 2253. Bouncy
     * Castle does in all, but its comparison of whole names would ignore the order.
     */
    private boolean sameRdns(X500Principal presented) {
        RDN[] expected = rdnsOf(name);
        RDN[] found = rdnsOf(presented);
        return expected.length == found.length
                && IntStream.range(0, expected.length).allMatch(i -> IETFUtils.rDNAreEqual(expected[i], found[i]));
    }

    private static RDN[] rdnsOf(X500Principal principal) {
        return X500Name.getInstance(principal.getEncoded()).getRDNs();
    }

    private static boolean holdsControlCharacters(X500Principal principal) {
        return Arrays.stream(rdnsOf(principal))
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .anyMatch(attribute -> holdsControlCharacters(attribute.getValue()));
    }

    /** What is no string is compared octet by octet, so nothing is cut off. */
    private static boolean holdsControlCharacters(ASN1Encodable value) {
        return value instanceof ASN1String && ControlCharacters.in(((ASN1String) value).getString());
    }
}
