package io.holdfast.keystore;

import java.nio.charset.StandardCharsets;

/** Identifies a file without any PEM block by its beginning. */
final class FileHint {
    private static final String[][] BEGINNINGS = {
        {"LS0tLS1CRUdJTi", "It is base64 of a PEM file, as in a Kubernetes secret: run base64 -d."},
        {
            "PuTTY-User-Key-File",
            "It is a key of PuTTY, which has no certificate: give the key that the certificate is for."
        },
        {"ssh-", "It is a public key of SSH."},
        {"{", "It is JSON. Give the key in PEM."},
        {"<", "It is XML. Give the key in PEM."},
        {"MII", "It is base64 without the lines -----BEGIN …----- and -----END …-----: run base64 -d, which gives DER."
        },
    };

    private FileHint() {}

    static String of(byte[] text) {
        String beginning = new String(text, 0, Math.min(text.length, 200), StandardCharsets.ISO_8859_1)
                .replaceFirst("^ï»¿", "")
                .trim();
        for (String[] known : BEGINNINGS) {
            if (beginning.startsWith(known[0])) {
                return known[1];
            }
        }
        return "It has no block -----BEGIN …-----.";
    }
}
