package io.holdfast.keyring.token;

/**
 * The authorization server's token is not bound to the certificate with which it was fetched, so it was not used: a
 * protected resource that checks the binding would refuse it, and one that does not would accept it from a thief.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 section 3.1, "JWT Certificate Thumbprint
 *     Confirmation Method"</a>
 */
public final class TokenNotBoundException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenNotBoundException(String message) {
        super(message);
    }
}
