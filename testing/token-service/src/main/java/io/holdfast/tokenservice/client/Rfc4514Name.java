package io.holdfast.tokenservice.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.RFC4519Style;

/**
 * Reads the text of a distinguished name (RFC 4514). {@link LdapName} does it, because X500Principal loses the RDNs behind
 * a value such as {@code a\"\\}, and Bouncy Castle reads the octets of {@code \C3\BC} as two characters.
 */
final class Rfc4514Name {
    private static final String EXAMPLE = "write it as CN=server-a,O=Example";

    private Rfc4514Name() {}

    /**
     * All text is in UTF-8 strings; a value in hexadecimal is what it says.
     *
     * @throws IllegalArgumentException if it is no such name, or the empty one; the message says what to write
     */
    static X500Name read(String text) {
        List<RDN> rdns = new ArrayList<>();
        try {
            for (Rdn rdn : new LdapName(text).getRdns()) {
                rdns.add(new RDN(attributesOf(rdn).toArray(new AttributeTypeAndValue[0])));
            }
        } catch (NamingException | IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("is no RFC 4514 name (" + e.getMessage() + "); " + EXAMPLE, e);
        }
        if (rdns.isEmpty()) {
            throw new IllegalArgumentException("is an empty name; " + EXAMPLE);
        }
        return new X500Name(rdns.toArray(new RDN[0]));
    }

    private static List<AttributeTypeAndValue> attributesOf(Rdn rdn) throws NamingException, IOException {
        List<AttributeTypeAndValue> attributes = new ArrayList<>();
        for (Attribute attribute : Collections.list(rdn.toAttributes().getAll())) {
            for (Object value : Collections.list(attribute.getAll())) {
                attributes.add(new AttributeTypeAndValue(typeOf(attribute.getID()), encoded(value)));
            }
        }
        if (attributes.isEmpty()) {
            throw new InvalidNameException("it ends with a comma");
        }
        return attributes;
    }

    /** The names of RFC 4519 come before those that certificates have besides, such as emailAddress. */
    private static ASN1ObjectIdentifier typeOf(String attribute) {
        try {
            return RFC4519Style.INSTANCE.attrNameToOID(attribute);
        } catch (IllegalArgumentException e) {
            return BCStyle.INSTANCE.attrNameToOID(attribute);
        }
    }

    private static ASN1Encodable encoded(Object value) throws IOException {
        return value instanceof byte[]
                ? ASN1Primitive.fromByteArray((byte[]) value)
                : new DERUTF8String((String) value);
    }
}
