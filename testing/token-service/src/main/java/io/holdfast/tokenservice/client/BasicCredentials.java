package io.holdfast.tokenservice.client;

import io.holdfast.tokenservice.http.FormText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Client id and secret in an {@code Authorization} header: each encoded like a form's value, then both as the Basic
 * scheme has it (RFC 6749 §2.3.1, RFC 7617 §2). Immutable.
 */
final class BasicCredentials {
    private static final Pattern HEADER = Pattern.compile("Basic +([A-Za-z0-9+/]+=*) *", Pattern.CASE_INSENSITIVE);

    private final String user;
    private final String password;

    private BasicCredentials(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** @throws RefusedClientException if the header is of another scheme or malformed */
    static BasicCredentials parse(String header) throws RefusedClientException {
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new RefusedClientException("a client with an Authorization header that is not of the Basic scheme");
        }
        String pair = decode(matcher.group(1));
        int colon = pair.indexOf(':');
        Optional<String> user = FormText.decode(pair.substring(0, Math.max(0, colon)));
        Optional<String> password = FormText.decode(pair.substring(colon + 1));
        if (colon < 0 || !user.isPresent() || !password.isPresent()) {
            throw malformed();
        }
        return new BasicCredentials(user.get(), password.get());
    }

    private static String decode(String base64) throws RefusedClientException {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static RefusedClientException malformed() {
        return new RefusedClientException("a client with malformed Basic credentials");
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }
}
