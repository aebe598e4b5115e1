package io.holdfast.certificate;

/**
 * A structured field that is a byte sequence alone: base64 between two colons. Parameters, lists and every other type
 * fail the field. Space around it is no part of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9651#section-4.2.7">RFC 9651 section 4.2.7, "Parsing a Byte
 *     Sequence"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9440#section-2.2">RFC 9440 section 2.2, "Client-Cert HTTP Header
 *     Field"</a>
 */
final class ByteSequence {
    private ByteSequence() {}

    static byte[] decode(String value) throws MalformedCertificateException {
        int last = value.length() - 1;
        if (last < 1 || value.charAt(0) != ':' || value.charAt(last) != ':') {
            throw new MalformedCertificateException("a byte sequence stands between two colons and has no parameters");
        }
        return StrictBase64.decode(value.substring(1, last));
    }
}
