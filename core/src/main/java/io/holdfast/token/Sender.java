package io.holdfast.token;

/**
 * Knowledge of a token's sender before the token is verified. Anybody can make up a token, and a certificate of
 * his own with it: so strangers share one bound on calls to an authorization server, and nothing of it is
 * taken from the others. It decides nothing about a token.
 */
public enum Sender {
    /** Neither the token was verified before, nor one that is bound to the certificate of this connection. */
    STRANGER,
    /** The token was verified before, or one that is bound to the certificate of this connection. */
    KNOWN
}
