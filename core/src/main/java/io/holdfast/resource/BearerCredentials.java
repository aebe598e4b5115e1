package io.holdfast.resource;

import io.holdfast.certificate.ClientCertificate;
import io.holdfast.text.TokenSyntax;
import io.holdfast.token.TokenRejectedException;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token of a request. It is taken from the {@code Authorization} header and from nowhere else: not from the
 * query, the body or a cookie.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750 section 2.1, "Authorization Request Header
 *     Field"</a>
 */
final class BearerCredentials {
    private static final String SCHEME = "Bearer";
    private static final String QUERY_PARAMETER = "access_token";

    private BearerCredentials() {}

    /**
     * The token of a request; its text is not trusted yet. Its characters are checked only if it is rejected,
     * because a token that is accepted has none but those of RFC 6750.
     *
     * @throws RefusedException if the request has no bearer token, or more than one
     * @see #rejected
     */
    static String tokenOf(ResourceRequest request) throws RefusedException {
        List<String> headers = request.headers("Authorization");
        if (headers.size() > 1) {
            throw new RefusedException(
                    RefusalReason.CREDENTIALS_AMBIGUOUS, "The request has several Authorization lines.");
        }
        String header = headers.isEmpty() ? "" : headers.get(0);
        if (!hasBearerScheme(header)) {
            throw new RefusedException(
                    RefusalReason.CREDENTIALS_MISSING, "The request has no Authorization line with a bearer token.");
        }
        if (hasTokenParameter(request.queryString())) {
            throw new RefusedException(
                    RefusalReason.CREDENTIALS_AMBIGUOUS, "The request has a token in its header and in its query.");
        }
        return tokenIn(header);
    }

    /** True if a request has a bearer token, or something that may be one. */
    static boolean areIn(ResourceRequest request) {
        return request.headers("Authorization").stream().anyMatch(BearerCredentials::hasBearerScheme);
    }

    /** Even where tokens are ignored, one that came over plain HTTP is lost, whatever path it was sent to. */
    static void requireNoneInTheClear(ResourceRequest request, ClientCertificate client) throws RefusedException {
        if (areIn(request)) {
            requireTls(client);
        }
    }

    /** RFC 6750 section 5.3, "Summary of Recommendations": tokens go over TLS alone. */
    static void requireTls(ClientCertificate client) throws RefusedException {
        if (!client.overTls()) {
            throw new RefusedException(
                    RefusalReason.TRANSPORT_INSECURE,
                    "A token came over plain HTTP: whoever listened has it. Offer this path over https only.");
        }
    }

    private static boolean hasBearerScheme(String header) {
        boolean named = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return named
                && (header.length() == SCHEME.length()
                        || !TokenSyntax.isTokenCharacter(header.charAt(SCHEME.length())));
    }

    /** The text after one or more spaces. */
    private static String tokenIn(String header) throws RefusedException {
        int start = SCHEME.length();
        while (start < header.length() && header.charAt(start) == ' ') {
            start++;
        }
        if (start == SCHEME.length() || start == header.length()) {
            throw malformed();
        }
        return header.substring(start);
    }

    /** The refusal of a request whose token was rejected: its text is no bearer token at all, or not a good one. */
    static RefusedException rejected(String token, TokenRejectedException rejection) {
        return TokenSyntax.isB64Token(token)
                ? new RefusedException(RefusalReason.of(rejection.rejection()), token, rejection)
                : malformed();
    }

    /** The refusal of a request that has no client certificate, and would need one with any token. */
    static RefusedException withoutCertificate(String token) {
        return TokenSyntax.isB64Token(token)
                ? new RefusedException(
                        RefusalReason.CERTIFICATE_MISSING,
                        token,
                        "the request has no client certificate, and the setting binding is required: its token was not"
                                + " verified")
                : malformed();
    }

    private static RefusedException malformed() {
        return new RefusedException(
                RefusalReason.CREDENTIALS_MALFORMED,
                "The Authorization line is not 'Bearer', a space and a token of RFC 6750's characters.");
    }

    private static boolean hasTokenParameter(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return false;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (QUERY_PARAMETER.equals(decoded(equals < 0 ? parameter : parameter.substring(0, equals)))) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, "UTF-8");
        } catch (UnsupportedEncodingException | IllegalArgumentException e) {
            return name;
        }
    }
}
