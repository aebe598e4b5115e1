package io.holdfast.certificate;

/**
 * Exactly one PEM block of the kind {@code CERTIFICATE}, with nothing before it and nothing but one line end after it.
 * The line end is part of the format: a line feed if the proxy escapes the text, a space if it folds it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-5">RFC 7468 section 5, "Textual Encoding of
 *     Certificates"</a>
 */
final class PemBlock {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemBlock() {}

    static byte[] decode(String text, char lineEnd) throws MalformedCertificateException {
        String block = endsWith(text, lineEnd) ? text.substring(0, text.length() - 1) : text;
        if (!block.startsWith(BEGIN + lineEnd) || !block.endsWith(lineEnd + END)) {
            throw new MalformedCertificateException(
                    "a PEM certificate begins with \"" + BEGIN + "\", ends with \"" + END + "\" and stands alone");
        }
        int begin = BEGIN.length() + 1;
        int end = block.length() - END.length() - 1;
        if (begin >= end) {
            throw new MalformedCertificateException("there is nothing between the first and the last line");
        }
        return StrictBase64.decode(joined(block.substring(begin, end), lineEnd));
    }

    /** Joins the lines; an empty line stays as a line end, which is no base64. */
    private static String joined(String lines, char lineEnd) {
        StringBuilder joined = new StringBuilder(lines.length());
        boolean lineEnded = true;
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (c != lineEnd || lineEnded) {
                joined.append(c);
            }
            lineEnded = c == lineEnd;
        }
        return lineEnded ? joined.append(lineEnd).toString() : joined.toString();
    }

    private static boolean endsWith(String text, char c) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == c;
    }
}
