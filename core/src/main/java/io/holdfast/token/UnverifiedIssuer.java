package io.holdfast.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
     * True if a token is written as a JWT that may name an issuer, even if that cannot be read: three segments, the first
     * one with the braces and the {@code alg} of a JWS header. Some issuers' opaque tokens have dots, too, or begin with
     * JSON, and an encrypted JWT has five segments: they name nobody.
     */
    public static boolean mayBeIn(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return false;
        }
        String base64 = token.substring(0, first).replace('+', '-').replace('/', '_');
        try {
            String header = new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8).trim();
            return header.startsWith("{") && header.endsWith("}") && header.contains("\"alg\"");
        } catch (IllegalArgumentException e) {
            return false;
        }
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
