package io.holdfast.keyring.token;

/** The treatment of a new token that is not bound to the certificate with which it was fetched. */
public enum BindingCheck {
    /** Refuses the token. */
    FAIL,

    /** Uses the token, and warns in the log. */
    WARN,

    /** Reads nothing in the token. */
    OFF
}
