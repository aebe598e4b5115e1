package io.holdfast.binding;

/** Why a token's confirmation does not hold for a request. */
public enum BindingFailure {
    /** The token has no {@code cnf} claim and the policy asks for one. */
    TOKEN_NOT_BOUND,
    /** The {@code cnf} claim is not what RFC 7800 and RFC 8705 allow. */
    CONFIRMATION_MALFORMED,
    /** The token is bound by a confirmation method that cannot be checked here. */
    CONFIRMATION_UNSUPPORTED,
    /** The token is bound to a certificate and the request came without one. */
    CERTIFICATE_MISSING,
    /** The token is bound to another certificate than the request's. */
    CERTIFICATE_MISMATCH
}
