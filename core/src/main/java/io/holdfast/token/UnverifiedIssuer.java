package io.holdfast.token;

import java.util.Optional;

/**
 * The issuer that a JWT names, before anything of it is verified. It serves to choose which of the configured verifiers
 * gets the token and for nothing else: the one that is chosen checks the issuer again, under the signature.
 *
 * <p>Immutable.
 */
public final class UnverifiedIssuer {
    private final CompactJws jws;

    private UnverifiedIssuer(CompactJws jws) {
        this.jws = jws;
    }

    /**
     * The issuer of a token.
     *
     * @param token a token of bounded length
     * @throws TokenRejectedException if the token has not the form of a JWT: three segments of base64url, the first one a
     *     JSON object
     */
    public static UnverifiedIssuer of(String token) throws TokenRejectedException {
        CompactJws jws = CompactJws.parse(token);
        jws.header();
        return new UnverifiedIssuer(jws);
    }

    /**
     * The {@code iss}.
     *
     * @return empty if the token names none
     * @throws TokenRejectedException if its claims are not a JSON object
     */
    public Optional<String> name() throws TokenRejectedException {
        Object issuer = jws.claims().get("iss");
        return issuer instanceof String ? Optional.of((String) issuer) : Optional.empty();
    }
}
