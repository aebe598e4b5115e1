package io.holdfast.doctor.report;

import io.holdfast.text.Printable;
import io.holdfast.token.TokenDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes every token of a run out of the texts that are shown, also where a server repeats it, in any {@linkplain
 * TokenSpelling spelling}. A token is named by the first eight characters of its SHA-256. For one thread.
 */
public final class Redaction {
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Remembers a token, and returns it. */
    public String token(String token) {
        names.putIfAbsent(token, "token:" + TokenDigest.of(token));
        int signature = token.lastIndexOf('.');
        // the signature is the secret of a token; its claims alone open nothing
        if (signature > 0 && token.length() - signature > 20) {
            names.putIfAbsent(token.substring(signature + 1), "signature-of:" + TokenDigest.of(token));
        }
        return token;
    }

    /** The text without the tokens. */
    public String shown(String text) {
        String shown = text;
        for (Map.Entry<String, String> token : names.entrySet()) {
            shown = TokenSpelling.replaced(
                    shown.replace(token.getKey(), token.getValue()), token.getKey(), token.getValue());
        }
        return shown;
    }

    /** The parameters of a stranger's challenge, fit for a message: without the tokens, printable and not long. */
    public Map<String, String> shown(Map<String, String> challenge) {
        Map<String, String> parameters = new LinkedHashMap<>();
        challenge.forEach((name, value) -> parameters.put(name, Printable.of(shown(value))));
        return parameters;
    }

    /** True if the text holds one of the tokens. */
    public boolean isIn(String text) {
        return names.keySet().stream().anyMatch(token -> text.contains(token) || TokenSpelling.isIn(text, token));
    }
}
