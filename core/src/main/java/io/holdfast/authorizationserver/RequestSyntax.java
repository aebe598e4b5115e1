package io.holdfast.authorizationserver;

import io.holdfast.text.Printable;
import io.holdfast.text.TokenSyntax;
import java.net.URI;

/**
 * The syntax and bounds of a token request's parameters.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#appendix-A">RFC 6749 appendix A, "Augmented Backus-Naur Form (ABNF)
 *     Syntax"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707#section-2">RFC 8707 section 2, "Resource Parameter"</a>
 */
final class RequestSyntax {
    /** Characters of a scope, a resource, an audience or a token type. */
    static final int LONGEST_NAME = 2048;

    /** Characters of a token. Longer ones no header would carry. */
    static final int LONGEST_TOKEN = 64 * 1024;

    private static final int MOST_NAMES = 100;

    private RequestSyntax() {}

    static void requireScope(String scope) {
        boolean good = !scope.isEmpty() && scope.length() <= LONGEST_NAME;
        for (int i = 0; good && i < scope.length(); i++) {
            char c = scope.charAt(i);
            good = c != ' ' && TokenSyntax.isQuotable(c);
        }
        if (!good) {
            throw new IllegalArgumentException("\"" + Printable.of(scope)
                    + "\" is not a scope: it is empty, has more than " + LONGEST_NAME
                    + " characters, or holds a space or another character that scopes have not."
                    + " Give each scope by itself.");
        }
    }

    static void requireResource(String resource) {
        URI uri;
        try {
            uri = URI.create(resource);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + Printable.of(resource) + "\" is not a resource: it is no URI.", e);
        }
        if (!uri.isAbsolute() || uri.getRawFragment() != null || resource.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("\"" + Printable.of(resource)
                    + "\" is not a resource: it must be an absolute URI without fragment, of at most " + LONGEST_NAME
                    + " characters.");
        }
    }

    /** Requires the syntax of a token; the message shows nothing of it. */
    static String requireToken(String name, String token) {
        if (!isToken(token)) {
            throw new IllegalArgumentException("The " + name + " is none: it is empty, has more than " + LONGEST_TOKEN
                    + " characters, or one that is not printable ASCII.");
        }
        return token;
    }

    /**
     * True if this may be a refresh token, or another that goes in a form: printable ASCII.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17">RFC 6749 appendix A.17, "'refresh_token'
     *     Syntax"</a>
     */
    static boolean isToken(String token) {
        return !token.isEmpty()
                && token.length() <= LONGEST_TOKEN
                && token.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Requires a short name in printable ASCII, as a header or a claim may have. */
    static String requireName(String what, String name) {
        if (!isToken(name) || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("The " + what + " \"" + Printable.of(name)
                    + "\" is none: it is empty, has more than " + LONGEST_NAME
                    + " characters, or one that is not printable ASCII.");
        }
        return name;
    }

    static void requireNotTooMany(String what, int number) {
        if (number > MOST_NAMES) {
            throw new IllegalArgumentException(
                    "There are " + number + " " + what + ". A request has " + MOST_NAMES + " at most.");
        }
    }
}
