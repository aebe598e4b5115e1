package io.holdfast.tokenservice.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.bouncycastle.asn1.x500.X500NameStyle;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.RFC4519Style;

/**
 * Reads the text of a distinguished name (RFC 4514). {@link LdapName} does it, because X500Principal loses the RDNs behind
 * a value such as {@code a\"\\}, and Bouncy Castle reads the octets of {@code \C3\BC} as two characters.
 */
final class Rfc4514Name {
    private static final String EXAMPLE = "write it as CN=server-a,O=Example";
    private static final int LONGEST_PART = 80;

    /** Separators of RDNs, which {@link LdapName} knows by RFC 2253, too. */
    private static final String SEPARATORS = ",;";

    private static final String JURISDICTION = "1.3.6.1.4.1.311.60.2.1.";

    /**
     * Names by which OpenSSL and the rules for certificates of companies and banks (ETSI EN 319 412, CA/Browser Forum) call
     * attributes, in lower case, as far as Bouncy Castle does not know them.
     */
    private static final Map<String, ASN1ObjectIdentifier> OTHER_NAMES = otherNames();

    private Rfc4514Name() {}

    private static Map<String, ASN1ObjectIdentifier> otherNames() {
        Map<String, ASN1ObjectIdentifier> names = new HashMap<>();
        names.put("organizationidentifier", BCStyle.ORGANIZATION_IDENTIFIER);
        names.put("businesscategory", BCStyle.BUSINESS_CATEGORY);
        names.put("postalcode", BCStyle.POSTAL_CODE);
        names.put("street", BCStyle.STREET);
        names.put("streetaddress", BCStyle.STREET);
        names.put("commonname", BCStyle.CN);
        names.put("countryname", BCStyle.C);
        names.put("localityname", BCStyle.L);
        names.put("stateorprovincename", BCStyle.ST);
        names.put("organizationname", BCStyle.O);
        names.put("organizationalunitname", BCStyle.OU);
        names.put("domaincomponent", BCStyle.DC);
        names.put("userid", BCStyle.UID);
        names.put("emailaddress", BCStyle.E);
        String[] places = {"locality", "stateorprovince", "country"};
        String[] letters = {"l", "st", "c"};
        for (int i = 0; i < places.length; i++) {
            ASN1ObjectIdentifier type = new ASN1ObjectIdentifier(JURISDICTION + (i + 1));
            names.put("jurisdiction" + letters[i], type);
            names.put("jurisdiction" + places[i], type);
            names.put("jurisdiction" + places[i] + "name", type);
            names.put("jurisdictionofincorporation" + places[i] + "name", type);
        }
        return Collections.unmodifiableMap(names);
    }

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
            throw new IllegalArgumentException("is no RFC 4514 name: " + unreadablePart(text), e);
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

    /** Names the first part that cannot be read by itself, and the remedy. */
    private static String unreadablePart(String text) {
        for (String part : parts(text)) {
            String shown = part.length() > LONGEST_PART ? part.substring(0, LONGEST_PART) + "…" : part;
            try {
                for (Rdn rdn : new LdapName(part).getRdns()) {
                    attributesOf(rdn);
                }
            } catch (UnknownAttributeException e) {
                return "in '" + shown + "' the attribute '" + e.getMessage()
                        + "' is not known; write its OID in place of its name, as in 2.5.4.97=PSDDE-1";
            } catch (NamingException | IOException | IllegalArgumentException e) {
                return "'" + shown + "' cannot be read; " + EXAMPLE;
            }
            if (part.trim().isEmpty()) {
                return "there is nothing between two commas, or at an end; " + EXAMPLE;
            }
        }
        return EXAMPLE;
    }

    /** The text between separators that no backslash and no quotes protect. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The names of RFC 4519 come before those that certificates have besides, such as emailAddress. */
    private static ASN1ObjectIdentifier typeOf(String attribute) {
        for (X500NameStyle style : new X500NameStyle[] {RFC4519Style.INSTANCE, BCStyle.INSTANCE}) {
            try {
                return style.attrNameToOID(attribute);
            } catch (IllegalArgumentException e) {
                // A name that this style does not know.
            }
        }
        ASN1ObjectIdentifier type = OTHER_NAMES.get(attribute.toLowerCase(Locale.ROOT));
        if (type == null) {
            throw new UnknownAttributeException(attribute);
        }
        return type;
    }

    private static ASN1Encodable encoded(Object value) throws IOException {
        return value instanceof byte[]
                ? ASN1Primitive.fromByteArray((byte[]) value)
                : new DERUTF8String((String) value);
    }

    /** An attribute whose name nobody here knows; the message is that name. */
    private static final class UnknownAttributeException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private UnknownAttributeException(String attribute) {
            super(attribute);
        }
    }
}
