package io.holdfast.token;

/**
 * An access token is not valid here: the sender gets 401 {@code invalid_token}.
 *
 * <p>The message is for the operator's log. It names the expectation and of the token, which at this point is an
 * attacker's text, at most the values of {@code typ} and {@code aud}, made fit for a log.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750 section 3.1, "Error Codes"</a>
 */
public final class TokenRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final TokenRejection rejection;
    private final boolean ofTheTextAlone;

    /**
     * A rejection.
     *
     * @param rejection the kind of the rejection
     * @param message the expectation that failed, with nothing of the token in it that {@link io.holdfast.text.Printable#quoted} has not
     *     made fit for a log
     */
    public TokenRejectedException(TokenRejection rejection, String message) {
        this(rejection, message, false);
    }

    private TokenRejectedException(TokenRejection rejection, String message, boolean ofTheTextAlone) {
        // No stack trace: a rejection is an answer, and an attacker must not choose how often one is filled in.
        super(message, null, false, false);
        this.rejection = rejection;
        this.ofTheTextAlone = ofTheTextAlone;
    }

    /** A rejection that cost nothing but a look at the token's text, so that nobody needs to remember it. */
    static TokenRejectedException ofTheTextAlone(TokenRejection rejection, String message) {
        return new TokenRejectedException(rejection, message, true);
    }

    boolean isOfTheTextAlone() {
        return ofTheTextAlone;
    }

    /** The kind of the rejection. */
    public TokenRejection rejection() {
        return rejection;
    }
}
