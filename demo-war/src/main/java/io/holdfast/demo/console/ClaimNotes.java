package io.holdfast.demo.console;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Explains each member of a token, in plain words. */
final class ClaimNotes {
    private static final Map<String, String> NOTES = notes();

    private ClaimNotes() {}

    static String of(String name, Object value, Instant now) {
        if (name.equals("exp") && value instanceof Number) {
            return "It ends at " + moment(value) + ": " + Words.distance(instant(value), now)
                    + " when this page was made.";
        }
        if ((name.equals("iat") || name.equals("nbf")) && value instanceof Number) {
            return NOTES.get(name) + " " + moment(value) + ".";
        }
        return NOTES.getOrDefault(name, "");
    }

    private static String moment(Object seconds) {
        return Words.moment(instant(seconds));
    }

    private static Instant instant(Object seconds) {
        return Instant.ofEpochSecond(((Number) seconds).longValue());
    }

    private static Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("typ", "An access token (RFC 9068), and nothing else.");
        notes.put("alg", "How it is signed.");
        notes.put("kid", "Which of the token service’s keys signed it.");
        notes.put("iss", "Who issued it: the token service.");
        notes.put("sub", "Whom it is about; here the client itself.");
        notes.put("aud", "Which API it is for. No other takes it.");
        notes.put("client_id", "Which client it was issued to. The path must name the same.");
        notes.put("scope", "What it permits.");
        notes.put("iat", "Issued at");
        notes.put("nbf", "Not valid before");
        notes.put("jti", "Its own number.");
        notes.put("cnf", "The binding (RFC 8705): the thumbprint of the only certificate that it works with.");
        return Collections.unmodifiableMap(notes);
    }
}
