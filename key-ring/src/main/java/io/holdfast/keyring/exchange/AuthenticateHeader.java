package io.holdfast.keyring.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads the challenges of one {@code WWW-Authenticate} line: several in one line, quoted commas, escaped quotes, schemes
 * without parameters and names in any letter case. Apache HttpClient's own parser takes
 * {@code Negotiate, Bearer …} for malformed.
 *
 * <p>One instance reads one line on one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110 section 11.6.1, "WWW-Authenticate"</a>
 */
public final class AuthenticateHeader {
    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final String TOKEN68_PUNCTUATION = "-._~+/";

    private final String line;
    private int at;

    private AuthenticateHeader(String line) {
        this.line = line;
    }

    /** True if one of the line's challenges is Bearer with this error. A line is read as far as it is well formed. */
    public static boolean hasBearerError(String line, String error) {
        List<String> errors = new ArrayList<>();
        new AuthenticateHeader(line).readBearer((name, value) -> {
            if (name.equals("error")) {
                errors.add(value);
            }
        });
        return errors.contains(error);
    }

    /**
     * The parameters of the line's Bearer challenges, names in lower case, the first of a name; empty if it has no such
     * challenge. A line is read as far as it is well formed.
     */
    public static Optional<Map<String, String>> bearerParameters(String line) {
        Map<String, String> parameters = new LinkedHashMap<>();
        boolean bearer = new AuthenticateHeader(line).readBearer(parameters::putIfAbsent);
        return bearer ? Optional.of(parameters) : Optional.empty();
    }

    /** Passes on each parameter of a Bearer challenge, its name in lower case. Returns true if there is one. */
    private boolean readBearer(BiConsumer<String, String> parameters) {
        boolean any = false;
        boolean bearer = false;
        for (skip(" \t,"); at < line.length(); skip(" \t,")) {
            String name = run(TOKEN_PUNCTUATION);
            if (name.isEmpty()) {
                return any;
            }
            int afterName = at;
            skip(" \t");
            if (!nextIs('=')) {
                bearer = name.equalsIgnoreCase("Bearer");
                any = any || bearer;
                if (at > afterName) {
                    skipToken68();
                }
                continue;
            }
            at++;
            skip(" \t");
            String value = nextIs('"') ? quoted() : run(TOKEN_PUNCTUATION);
            if (bearer) {
                parameters.accept(name.toLowerCase(Locale.ROOT), value);
            }
        }
        return any;
    }

    /** Base64 credentials after a scheme, which end at a comma or with the line; anything else is a parameter. */
    private void skipToken68() {
        int start = at;
        boolean any = !run(TOKEN68_PUNCTUATION).isEmpty();
        skip("=");
        skip(" \t");
        if (!any || (at < line.length() && !nextIs(','))) {
            at = start;
        }
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < line.length() && !nextIs('"'); at++) {
            if (nextIs('\\') && at + 1 < line.length()) {
                at++;
            }
            value.append(line.charAt(at));
        }
        at++;
        return value.toString();
    }

    private String run(String punctuation) {
        int start = at;
        while (at < line.length()) {
            char c = line.charAt(at);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && punctuation.indexOf(c) < 0) {
                break;
            }
            at++;
        }
        return line.substring(start, at);
    }

    private void skip(String characters) {
        while (at < line.length() && characters.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean nextIs(char c) {
        return at < line.length() && line.charAt(at) == c;
    }
}
