package io.holdfast.doctor.probe;

import io.holdfast.token.TokenDigest;
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
        names.putIfAbsent(token, "token:" + TokenDigest.of(token));
        int signature = token.lastIndexOf('.');
        // the signature is the secret of a token; its claims alone open nothing
        if (signature > 0 && token.length() - signature > 20) {
            names.putIfAbsent(token.substring(signature + 1), "signature-of:" + TokenDigest.of(token));
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
}
