package io.holdfast.certificate;

import java.util.Base64;

/**
 * Base64 with its standard alphabet and nothing else: no line ends, no base64url, padding only at the end. Missing
 * padding and stray bits in the last character are accepted: they change no byte.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-4">RFC 4648 section 4, "Base 64 Encoding"</a>
 */
final class StrictBase64 {
    private StrictBase64() {}

    static byte[] decode(String text) throws MalformedCertificateException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // the JDK's message quotes the offending character
            throw new MalformedCertificateException("it is not base64 throughout");
        }
    }
}
