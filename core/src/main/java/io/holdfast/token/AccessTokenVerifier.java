package io.holdfast.token;

/** A way to verify access tokens. Implementations are safe for use by many threads. */
public interface AccessTokenVerifier {
    /**
     * Verifies an access token: that its issuer made it, for this resource, and that it may be used now. Whether the
     * request may use it, which is a matter of the certificate, is not decided here.
     *
     * @param token the token as it stood in the request
     * @throws TokenRejectedException if the token is not valid here
     * @throws VerificationUnavailableException if that cannot be known just now
     */
    VerifiedToken verify(String token) throws TokenRejectedException, VerificationUnavailableException;

    /**
     * The same for a sender who may be a stranger: what strangers cause at the authorization server is bounded for all of
     * them together. {@link #verify(String)} takes the sender for known.
     *
     * @param sender who sent it, as far as the certificate of the connection tells; a verifier that has accepted the token
     *     before takes the sender for known in any case
     */
    default VerifiedToken verify(String token, Sender sender)
            throws TokenRejectedException, VerificationUnavailableException {
        return verify(token);
    }
}
