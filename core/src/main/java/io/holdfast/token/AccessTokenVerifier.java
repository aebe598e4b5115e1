package io.holdfast.token;

/** A way to verify access tokens. Implementations are safe for use by many threads. */
public interface AccessTokenVerifier {
    /**
     * Verifies an access token: that its issuer made it, for this resource, and that it may be used now. The
     * certificate decides whether the request may use it; that is not decided here.
     *
     * @param token the token as it stood in the request
     * @throws TokenRejectedException if the token is not valid here
     * @throws VerificationUnavailableException if that cannot be known now
     */
    VerifiedToken verify(String token) throws TokenRejectedException, VerificationUnavailableException;

    /**
     * Verifies a token of a sender who may be a stranger: calls to the authorization server for strangers are bounded
     * for all of them together. {@link #verify(String)} takes the sender for known.
     *
     * @param sender the sender, as far as the connection's certificate identifies one; a verifier that has accepted the
     *     token before takes the sender for known in any case
     */
    default VerifiedToken verify(String token, Sender sender)
            throws TokenRejectedException, VerificationUnavailableException {
        return verify(token);
    }
}
