package io.holdfast.token;

import java.util.Map;

/** Asks an authorization server about a token. Implementations are safe for use by many threads. */
public interface TokenIntrospection {
    /**
     * Asks the authorization server about a token.
     *
     * @param token the token as it stood in the request
     * @return the members of the answer, as they came; empty if the answer was JSON but no object
     * @throws VerificationUnavailableException if there was no answer, or none that can be relied on
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2.2">RFC 7662 section 2.2, "Introspection
     *     Response"</a>
     */
    Map<String, Object> introspect(String token) throws VerificationUnavailableException;

    /**
     * Asks for a sender who may be a stranger, and must not keep the others from asking. {@link #introspect(String)}
     * takes the sender for known.
     */
    default Map<String, Object> introspect(String token, Sender sender) throws VerificationUnavailableException {
        return introspect(token);
    }
}
