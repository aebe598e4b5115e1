package io.holdfast.keyring.token;

/** What is done when a new token turns out not to be bound to the certificate that it was fetched with. */
public enum BindingCheck {
    /** It is not used. */
    FAIL,

    /** It is used, and the log warns. */
    WARN,

    /** Nothing in the token is looked at. */
    OFF
}
