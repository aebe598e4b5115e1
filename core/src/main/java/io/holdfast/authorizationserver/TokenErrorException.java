package io.holdfast.authorizationserver;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint refused the request with an OAuth error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 section 5.2, "Error Response"</a>
 */
public final class TokenErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final @Nullable String errorDescription;

    TokenErrorException(String message, int status, String error, @Nullable String errorDescription) {
        super(message);
        this.status = status;
        this.error = error;
        this.errorDescription = errorDescription;
    }

    /** The HTTP status, mostly 400 or 401. */
    public int status() {
        return status;
    }

    /** The error code, for example {@code invalid_client}; printable ASCII, at most 200 characters. */
    public String error() {
        return error;
    }

    /** What the server adds for people; printable ASCII, at most 200 characters. */
    public Optional<String> errorDescription() {
        return Optional.ofNullable(errorDescription);
    }
}
