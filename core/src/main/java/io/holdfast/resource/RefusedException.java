package io.holdfast.resource;

import io.holdfast.token.TokenDigest;
import io.holdfast.token.VerifiedToken;
import org.jspecify.annotations.Nullable;

/** Ends a decision with a refusal. The message is for the operator's log and holds nothing that the sender wrote. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final @Nullable String tokenDigest;

    /** A request that brought no token, or none that was looked at. */
    RefusedException(RefusalReason reason, String message) {
        this(reason, null, message, null);
    }

    /** A request whose token could not be verified. */
    RefusedException(RefusalReason reason, String token, Exception cause) {
        this(reason, TokenDigest.of(token), String.valueOf(cause.getMessage()), cause);
    }

    /** A request whose token is valid but not enough. */
    RefusedException(RefusalReason reason, VerifiedToken token, String message) {
        this(reason, token.digest(), message, null);
    }

    private RefusedException(
            RefusalReason reason, @Nullable String tokenDigest, String message, @Nullable Exception cause) {
        super(message, cause, false, false);
        this.reason = reason;
        this.tokenDigest = tokenDigest;
    }

    RefusalReason reason() {
        return reason;
    }

    /** How the log names the token; null if there was none. */
    @Nullable
    String tokenDigest() {
        return tokenDigest;
    }
}
