package io.holdfast.tokenservice.client;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1NumericString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.ASN1UniversalString;
import org.bouncycastle.asn1.ASN1VisibleString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/**
 * A registered subject name, compared with those of certificates (RFC 4514, RFC 8705 §2.1.2 and §7.5): RDN by RDN in
 * their order, attribute by attribute, value by value. Immutable.
 *
 * <p>Values are compared as RFC 4518 prepares them, but for two steps that make different names one: characters are
 * composed (NFC) and not replaced by those that they resemble (NFKC), and none is left out. {@link
 * X500Principal#equals} takes those steps, and compares joined texts.
 */
final class DistinguishedName {
    /** The attributes whose values match in either case (RFC 4519, X.520, RFC 2985); all others must be alike. */
    private static final Set<ASN1ObjectIdentifier> MATCHED_IN_EITHER_CASE = new HashSet<>(Arrays.asList(
            BCStyle.CN,
            BCStyle.SURNAME,
            BCStyle.SERIALNUMBER,
            BCStyle.C,
            BCStyle.L,
            BCStyle.ST,
            BCStyle.STREET,
            BCStyle.O,
            BCStyle.OU,
            BCStyle.T,
            BCStyle.DESCRIPTION,
            BCStyle.BUSINESS_CATEGORY,
            BCStyle.POSTAL_CODE,
            BCStyle.NAME,
            BCStyle.GIVENNAME,
            BCStyle.INITIALS,
            BCStyle.GENERATION,
            BCStyle.DN_QUALIFIER,
            BCStyle.DMD_NAME,
            BCStyle.PSEUDONYM,
            BCStyle.ROLE,
            BCStyle.ORGANIZATION_IDENTIFIER,
            BCStyle.DC,
            BCStyle.UID,
            BCStyle.E,
            BCStyle.UnstructuredName,
            BCStyle.UnstructuredAddress,
            BCStyle.JURISDICTION_L,
            BCStyle.JURISDICTION_ST,
            BCStyle.JURISDICTION_C));

    private static final Pattern SPACES = Pattern.compile(" +");

    /** Stands where octets were no characters. */
    private static final char REPLACEMENT = '\ufffd';

    /** Of a UniversalString, in this order whatever its first octets say. */
    private static final Charset UTF_32 = Charset.forName("UTF-32BE");

    /** Of each RDN the prepared values by their types; text as a string and anything else as it is. */
    private final List<Map<ASN1ObjectIdentifier, Object>> rdns;

    private DistinguishedName(List<Map<ASN1ObjectIdentifier, Object>> rdns) {
        this.rdns = Collections.unmodifiableList(rdns);
    }

    /** @throws IllegalArgumentException if it is no name that a client may register; the message says what to write */
    static DistinguishedName parse(String text) {
        return new DistinguishedName(prepared(Rfc4514Name.read(text)));
    }

    /**
     * Case, repeated spaces and the string type do not matter; the order of the RDNs does. A name with a control character
     * matches none.
     */
    boolean matches(X500Principal presented) {
        try {
            return rdns.equals(prepared(X500Name.getInstance(presented.getEncoded())));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<Map<ASN1ObjectIdentifier, Object>> prepared(X500Name name) {
        List<Map<ASN1ObjectIdentifier, Object>> rdns = new ArrayList<>();
        for (RDN rdn : name.getRDNs()) {
            Map<ASN1ObjectIdentifier, Object> values = new HashMap<>();
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                ASN1ObjectIdentifier type = attribute.getType();
                if (values.put(type, prepared(type, attribute.getValue())) != null) {
                    throw new IllegalArgumentException(
                            "has the attribute " + type + " twice in one RDN; write it once");
                }
            }
            rdns.add(values);
        }
        return rdns;
    }

    private static Object prepared(ASN1ObjectIdentifier type, ASN1Encodable value) {
        String text = text(value);
        if (text == null) {
            return value.toASN1Primitive();
        }
        if (ControlCharacters.in(text)) {
            throw new IllegalArgumentException("has a control character; write it without");
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new IllegalArgumentException("has an octet that is no UTF-8; write ü as it is, or as \\C3\\BC");
        }
        String composed = composed(text);
        if (!MATCHED_IN_EITHER_CASE.contains(type)) {
            return composed;
        }
        String folded = composed(composed.toLowerCase(Locale.ROOT));
        return SPACES.matcher(folded).replaceAll(" ").trim();
    }

    /** The characters of a string, whatever its type, or null if it is none; a BIT STRING is a string to Bouncy Castle. */
    private static @Nullable String text(ASN1Encodable value) {
        if (value instanceof ASN1UniversalString) {
            return new String(((ASN1UniversalString) value).getOctets(), UTF_32);
        }
        boolean characters = value instanceof ASN1UTF8String
                || value instanceof ASN1PrintableString
                || value instanceof ASN1BMPString
                || value instanceof ASN1T61String
                || value instanceof ASN1IA5String
                || value instanceof ASN1NumericString
                || value instanceof ASN1VisibleString;
        return characters ? ((ASN1String) value).getString() : null;
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
