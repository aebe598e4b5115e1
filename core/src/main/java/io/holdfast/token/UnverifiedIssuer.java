package io.holdfast.token;

import java.util.Optional;

/**
 * The issuer that a token names, before anything of the token is verified. It serves to choose which of the configured
 * verifiers gets the token and for nothing else: the one that is chosen checks the issuer again, under the signature.
 */
public final class UnverifiedIssuer {
    private UnverifiedIssuer() {}

    /** Whether the token has the form of a JWT: three segments of base64url, the first one a JSON object. */
    public static boolean isJwt(String token) {
        try {
            CompactJws.parse(token);
            return true;
        } catch (TokenRejectedException e) {
            return false;
        }
    }

    /**
     * The {@code iss} of a JWT.
     *
     * @param token a token of bounded length
     * @return empty if it names none
     * @throws TokenRejectedException if the token is not a JWT with JSON claims
     */
    public static Optional<String> of(String token) throws TokenRejectedException {
        Object issuer = CompactJws.parse(token).claims().get("iss");
        return issuer instanceof String ? Optional.of((String) issuer) : Optional.empty();
    }
}
