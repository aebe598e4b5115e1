package io.holdfast.token;

/**
 * How far the sender of a token is known before the token is verified. Anybody can make up a token, and a certificate of
 * his own with it: so what strangers cause at an authorization server they share among themselves, and nothing of it is
 * taken from the others. It decides nothing about a token.
 */
public enum Sender {
    /** Neither the token was verified before, nor one that is bound to the certificate of this connection. */
    STRANGER,
    /** The token was verified before, or one that is bound to the certificate of this connection. */
    KNOWN
}
