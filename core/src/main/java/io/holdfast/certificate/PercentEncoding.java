package io.holdfast.certificate;

import io.holdfast.text.PercentEscape;

/**
 * Percent-encoding of ASCII text. Unlike in form encoding, a plus sign is a plus sign: the JDK's {@code URLDecoder}
 * would make it a space and so break the certificates of proxies that do not encode it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986 section 2.1, "Percent-Encoding"</a>
 */
final class PercentEncoding {
    private PercentEncoding() {}

    /** Fails on an incomplete escape, an octet outside ASCII, and an unescaped space or control character. */
    static String decode(String text) throws MalformedCertificateException {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                decoded.append(octet(text, i));
                i += PercentEscape.LENGTH - 1;
            } else if (c > ' ' && c <= '~') {
                decoded.append(c);
            } else {
                throw new MalformedCertificateException("it has a character that must be percent-encoded");
            }
        }
        return decoded.toString();
    }

    private static char octet(String text, int at) throws MalformedCertificateException {
        if (at + PercentEscape.LENGTH > text.length()) {
            throw new MalformedCertificateException("its percent-encoding is cut off");
        }
        int octet = PercentEscape.octet(text, at);
        if (octet < 0 || octet > 0x7f) {
            throw new MalformedCertificateException("its percent-encoding is not that of ASCII text");
        }
        return (char) octet;
    }
}
