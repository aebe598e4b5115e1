package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint refused the request with an OAuth error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 section 5.2, "Error Response"</a>
 */
public final class TokenErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Set<String> LASTING = Collections.unmodifiableSet(new HashSet<>(Arrays.asList(
            "invalid_client",
            "invalid_request",
            "invalid_scope",
            "invalid_target",
            "unauthorized_client",
            "unsupported_grant_type")));

    private final int status;
    private final String error;
    private final @Nullable String errorDescription;
    private final @Nullable Duration retryAfter;

    TokenErrorException(
            String message,
            int status,
            String error,
            @Nullable String errorDescription,
            @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.error = error;
        this.errorDescription = errorDescription;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status, mostly 400 or 401. */
    public int status() {
        return status;
    }

    /** The error code, for example {@code invalid_client}; printable ASCII, at most 200 characters. */
    public String error() {
        return error;
    }

    /** The server's explanation for people; printable ASCII, at most 200 characters. */
    public Optional<String> errorDescription() {
        return Optional.ofNullable(errorDescription);
    }

    /** The pause that the server asks for: zero to an hour. Empty: it does not ask. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * True if the server does not accept the client: {@code invalid_client}. Its certificate, key or secret may have
     * been replaced.
     */
    public boolean isAboutTheClient() {
        return error.equals("invalid_client") && !isOverloaded();
    }

    /** True if the grant is used up, revoked or another client's: {@code invalid_grant}. */
    public boolean isAboutTheGrant() {
        return error.equals("invalid_grant") && !isOverloaded();
    }

    /**
     * True if the same request will be refused until somebody changes a setting, here or at the server:
     * {@code invalid_client}, {@code invalid_request}, {@code invalid_scope}, {@code invalid_target} (RFC 8707),
     * {@code unauthorized_client} and {@code unsupported_grant_type}, but none with a status that tells of trouble that
     * passes.
     */
    public boolean isLasting() {
        return LASTING.contains(error) && !isOverloaded();
    }

    /** A server in trouble, or one that is asked too often, is not to be taken at its word. */
    private boolean isOverloaded() {
        return status >= 500 || status == 429;
    }
}
