package io.holdfast.resource;

import io.holdfast.access.AccessRuling;
import io.holdfast.token.TokenDigest;
import io.holdfast.token.VerifiedToken;
import org.jspecify.annotations.Nullable;

/** Ends a decision with a refusal. The message is for the operator's log and holds what the sender wrote only after
 * {@link io.holdfast.text.Printable#quoted}. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final @Nullable String tokenDigest;
    private final transient @Nullable VerifiedToken token;
    private final transient @Nullable AccessRuling ruling;
    private final boolean onlyReported;

    /** A request that brought no token, or none that was looked at. */
    RefusedException(RefusalReason reason, String message) {
        this(reason, null, null, null, message, null);
    }

    /** A request whose token was not verified. */
    RefusedException(RefusalReason reason, String token, String message) {
        this(reason, TokenDigest.of(token), null, null, message, null);
    }

    /** A request whose token could not be verified. */
    RefusedException(RefusalReason reason, String token, Exception cause) {
        this(reason, TokenDigest.of(token), null, null, String.valueOf(cause.getMessage()), cause);
    }

    /** A request whose token is valid but not enough. */
    RefusedException(RefusalReason reason, VerifiedToken token, String message) {
        this(reason, token.digest(), token, null, message, null);
    }

    /** A request whose token is valid but not enough for the rules of the path. */
    RefusedException(RefusalReason reason, VerifiedToken token, AccessRuling ruling, String message) {
        this(reason, token.digest(), token, ruling, message, null);
    }

    private RefusedException(RefusedException enforced) {
        super(enforced.getMessage(), enforced.getCause(), false, false);
        this.reason = enforced.reason;
        this.tokenDigest = enforced.tokenDigest;
        this.token = enforced.token;
        this.ruling = enforced.ruling;
        this.onlyReported = true;
    }

    private RefusedException(
            RefusalReason reason,
            @Nullable String tokenDigest,
            @Nullable VerifiedToken token,
            @Nullable AccessRuling ruling,
            String message,
            @Nullable Exception cause) {
        super(message, cause, false, false);
        this.reason = reason;
        this.tokenDigest = tokenDigest;
        this.token = token;
        this.ruling = ruling;
        this.onlyReported = false;
    }

    RefusalReason reason() {
        return reason;
    }

    /** The ruling on the path, if the answer depends on it; null if it does not. */
    @Nullable
    AccessRuling ruling() {
        return ruling;
    }

    /** Marks a refusal by a rule that only reports, where the request meets all enforced rules. */
    RefusedException onlyReported() {
        return new RefusedException(this);
    }

    /** True if it never ends a request, whatever else holds for it. */
    boolean isOnlyReported() {
        return onlyReported;
    }

    /** The token, if it is valid and not enough; null if it could not be verified, or there was none. */
    @Nullable
    VerifiedToken token() {
        return token;
    }

    /** The token's name in the log; null if there was no token. */
    @Nullable
    String tokenDigest() {
        return tokenDigest;
    }
}
