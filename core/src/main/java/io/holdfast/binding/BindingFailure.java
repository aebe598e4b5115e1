package io.holdfast.binding;

/** The reason why a token's confirmation does not match the request. */
public enum BindingFailure {
    /** The token has no {@code cnf} claim, and the policy requires one. */
    TOKEN_NOT_BOUND,
    /** The {@code cnf} claim violates RFC 7800 or RFC 8705. */
    CONFIRMATION_MALFORMED,
    /** The token is bound by a confirmation method that Holdfast cannot check. */
    CONFIRMATION_UNSUPPORTED,
    /** The token is bound to a certificate, and the request came without one. */
    CERTIFICATE_MISSING,
    /** The token is bound to another certificate than the request's. */
    CERTIFICATE_MISMATCH
}
