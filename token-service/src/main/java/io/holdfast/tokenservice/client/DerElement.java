package io.holdfast.tokenservice.client;

import java.security.cert.CertificateParsingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One element of DER with a tag of one octet: tag and content (X.690 §8.1, §10.1). Immutable. */
final class DerElement {
    private final int tag;
    private final byte[] content;

    private DerElement(int tag, byte[] content) {
        this.tag = tag;
        this.content = content;
    }

    /** @throws CertificateParsingException if this is anything but whole elements in their shortest encoding */
    static List<DerElement> allIn(byte[] der) throws CertificateParsingException {
        List<DerElement> elements = new ArrayList<>();
        int position = 0;
        while (position < der.length) {
            int tag = octet(der, position);
            if ((tag & 0x1f) == 0x1f) {
                throw new CertificateParsingException("a tag of more than one octet");
            }
            int lengthOctets = lengthOctets(der, position + 1);
            int start = position + 1 + lengthOctets;
            int length = length(der, position + 1, lengthOctets);
            if (length > der.length - start) {
                throw new CertificateParsingException("an element that ends too early");
            }
            position = start + length;
            elements.add(new DerElement(tag, Arrays.copyOfRange(der, start, position)));
        }
        return elements;
    }

    /** The content of the only element of these bytes, which must have this tag. */
    static byte[] contentOfOnly(int tag, byte[] der) throws CertificateParsingException {
        List<DerElement> elements = allIn(der);
        if (elements.size() != 1 || elements.get(0).tag != tag) {
            throw new CertificateParsingException("not one element of the tag " + tag);
        }
        return elements.get(0).content;
    }

    int tag() {
        return tag;
    }

    byte[] content() {
        return content.clone();
    }

    private static int lengthOctets(byte[] der, int position) throws CertificateParsingException {
        int first = octet(der, position);
        if (first == 0x80 || first > 0x83) {
            throw new CertificateParsingException("a length that is indefinite or beyond any certificate");
        }
        return first < 0x80 ? 1 : 1 + (first & 0x7f);
    }

    private static int length(byte[] der, int position, int octets) throws CertificateParsingException {
        if (octets == 1) {
            return octet(der, position);
        }
        int length = 0;
        for (int i = 1; i < octets; i++) {
            length = (length << 8) | octet(der, position + i);
        }
        boolean shortest = octets == 2 ? length >= 0x80 : (length >> (8 * (octets - 2))) != 0;
        if (!shortest) {
            throw new CertificateParsingException("a length that is longer than it must be");
        }
        return length;
    }

    private static int octet(byte[] der, int position) throws CertificateParsingException {
        if (position >= der.length) {
            throw new CertificateParsingException("an element that ends too early");
        }
        return der[position] & 0xff;
    }
}
