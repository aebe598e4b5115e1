package io.holdfast.doctor.probe;

import java.util.Base64;

/**
 * Writes DER as PEM.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-2">RFC 7468 section 2, "General Considerations"</a>
 */
final class PemBlock {
    private PemBlock() {}

    static String of(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
