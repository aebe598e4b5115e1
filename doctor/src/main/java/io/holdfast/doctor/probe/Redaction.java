package io.holdfast.doctor.probe;

import io.holdfast.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes every token of a run out of what is shown, also where a server echoes it. A token is named by the first eight
 * characters of its SHA-256. For one thread.
 */
final class Redaction {
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Remembers a token, and returns it. */
    String token(String token) {
        names.putIfAbsent(token, "token:" + name(token));
        int signature = token.lastIndexOf('.');
        // the signature is the secret of a token; its claims alone open nothing
        if (signature > 0 && token.length() - signature > 20) {
            names.putIfAbsent(token.substring(signature + 1), "signature-of:" + name(token));
        }
        return token;
    }

    String shown(String text) {
        String shown = text;
        for (Map.Entry<String, String> token : names.entrySet()) {
            shown = shown.replace(token.getKey(), token.getValue());
        }
        return shown;
    }

    /** True if the text holds one of the tokens. */
    boolean isIn(String text) {
        return names.keySet().stream().anyMatch(text::contains);
    }

    static String name(String token) {
        StringBuilder hex = new StringBuilder();
        for (byte octet : Sha256.of(token.getBytes(StandardCharsets.UTF_8))) {
            hex.append(String.format("%02x", octet & 0xFF));
        }
        return hex.substring(0, 8);
    }
}
