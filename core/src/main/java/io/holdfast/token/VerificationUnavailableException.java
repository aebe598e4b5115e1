package io.holdfast.token;

/**
 * It cannot be known just now whether an access token is valid, because the authorization server does not answer. The
 * sender gets 503, so that it does not throw a good token away.
 */
public final class VerificationUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * An outage.
     *
     * @param message for the operator's log: names the missing answer or key, with no token and no secret in it
     */
    public VerificationUnavailableException(String message) {
        // No stack trace: in an outage or a flood this is an answer, and often one.
        super(message, null, false, false);
    }

    /**
     * An outage.
     *
     * @param message for the operator's log: names the missing answer or key, with no token and no secret in it
     * @param cause the failure on the way
     */
    public VerificationUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
