package io.holdfast.tokenservice.client;

import java.util.Arrays;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;

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
        // Bouncy Castle's comparison of names would ignore the order.
        return name.equals(presented) && !holdsControlCharacters(presented);
    }

    private static boolean holdsControlCharacters(X500Principal principal) {
        return Arrays.stream(X500Name.getInstance(principal.getEncoded()).getRDNs())
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .anyMatch(attribute -> holdsControlCharacters(attribute.getValue()));
    }

    /** What is no string is compared octet by octet, so nothing is cut off. */
    private static boolean holdsControlCharacters(ASN1Encodable value) {
        return value instanceof ASN1String && ControlCharacters.in(((ASN1String) value).getString());
    }
}
