package io.holdfast.keyring.token;

/**
 * The authorization server gave a token that is not bound to the certificate that it was fetched with, so it was not
 * used: a protected resource that checks would refuse it, and one that does not check would take it from a thief too.
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
