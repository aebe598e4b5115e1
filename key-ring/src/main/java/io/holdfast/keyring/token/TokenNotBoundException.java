package io.holdfast.keyring.token;

/**
 * The authorization server's token is not bound to the certificate with which it was fetched, so it was not used: a
 * protected resource that checks the binding would refuse it, and one that does not would accept it from a thief.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 section 3.1, "JWT Certificate Thumbprint
 *     Confirmation Method"</a>
 */
public final class TokenNotBoundException extends Exception {
    /** The advice for a client that authenticates by its certificate and has shown it. */
    static final String SWITCH = "Turn certificate-bound access tokens on for this client"
            + " (tls_client_certificate_bound_access_tokens).";

    /** The advice about a token that is bound to no certificate, for whoever registers the client at the server. */
    public static final String REMEDY = SWITCH
            + " If they are on: some servers bind only the tokens of clients that authenticate by tls_client_auth or"
            + " self_signed_tls_client_auth, Spring Authorization Server for one;"
            + " and the token endpoint must have asked for the certificate.";

    private static final long serialVersionUID = 1L;

    TokenNotBoundException(String message) {
        super(message);
    }
}
