package io.holdfast.token;

import io.holdfast.text.Printable;
import io.holdfast.text.TokenSyntax;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The claims of an access token, in a JWT or in the answer of an introspection: that those that are required are there,
 * and that those that are there are of the right types and right for this resource now.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068 section 4, "Validating JWT Access Tokens"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4.1">RFC 7519 section 4.1, "Registered Claim Names"</a>
 */
final class JwtClaims {
    /** A later time than 9999-12-31T23:59:59Z is a mistake or an attack, not an expiry. */
    private static final double LAST_SECOND = 253_402_300_799d;

    private static final Duration LEAST_FUTURE_TOLERANCE = Duration.ofSeconds(10);
    private static final Duration MOST_FUTURE_TOLERANCE = Duration.ofSeconds(59);

    private final String issuer;
    private final Set<String> audience;
    private final Map<String, String> required;
    private final Duration clockSkew;
    private final Clock clock;

    /**
     * Requirements.
     *
     * @param required the claims that must be there, each with its name and the advice for the operator if it is not
     */
    JwtClaims(String issuer, Set<String> audience, Map<String, String> required, Duration clockSkew, Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.required = required;
        this.clockSkew = clockSkew;
        this.clock = clock;
    }

    /**
     * Checks the claims and gives back when the token expires.
     *
     * @param withoutExp the expiry of a token that names none; it counts only where {@code exp} is not required
     */
    Instant verify(Map<String, Object> claims, Instant withoutExp) throws TokenRejectedException {
        for (Map.Entry<String, String> each : required.entrySet()) {
            if (!claims.containsKey(each.getKey())) {
                throw new TokenRejectedException(
                        TokenRejection.TOKEN_CLAIM_MISSING, "The token has no claim " + each.getValue());
            }
        }
        requireIssuerOrAbsent(claims);
        requireAudienceOrAbsent(claims);
        for (String name : new String[] {"sub", "client_id", "jti"}) {
            requireNameOrAbsent(claims, name);
        }
        return requireTimes(claims, withoutExp);
    }

    private void requireIssuerOrAbsent(Map<String, Object> claims) throws TokenRejectedException {
        if (claims.containsKey("iss") && !issuer.equals(claims.get("iss"))) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_ISSUER,
                    "The iss is not exactly '" + issuer + "', which the setting issuer names.");
        }
    }

    private void requireAudienceOrAbsent(Map<String, Object> claims) throws TokenRejectedException {
        if (!claims.containsKey("aud")) {
            return;
        }
        Object aud = claims.get("aud");
        List<?> values = aud instanceof List ? (List<?>) aud : Collections.singletonList(aud);
        for (Object value : values) {
            if (!(value instanceof String)) {
                throw malformed("The aud must be a string or an array of strings.");
            }
        }
        if (Collections.disjoint(values, audience)) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_AUDIENCE,
                    "The aud is " + Printable.quoted(aud) + " and holds none of " + audience
                            + ", which the setting audience names.");
        }
    }

    /** An application writes these into its logs and pages, so a control character in one is an attack. */
    private static void requireNameOrAbsent(Map<String, Object> claims, String name) throws TokenRejectedException {
        if (!claims.containsKey(name)) {
            return;
        }
        Object value = claims.get(name);
        if (!(value instanceof String)
                || ((String) value).isEmpty()
                || TokenSyntax.hasControlCharacter((String) value)) {
            throw malformed("The claim '" + name + "' must be a string, not empty and without control characters.");
        }
    }

    private Instant requireTimes(Map<String, Object> claims, Instant withoutExp) throws TokenRejectedException {
        Instant now = clock.instant();
        Instant expiresAt = claims.containsKey("exp") ? time(claims, "exp") : withoutExp;
        if (claims.containsKey("exp") && !now.isBefore(expiresAt.plus(clockSkew))) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_EXPIRED, "The token's exp has passed: it is " + expiresAt + ".");
        }
        for (String name : new String[] {"nbf", "iat"}) {
            if (claims.containsKey(name) && time(claims, name).isAfter(now.plus(futureTolerance()))) {
                throw new TokenRejectedException(
                        TokenRejection.TOKEN_NOT_YET_VALID,
                        "The token's " + name + " lies in the future. Are the clocks of both servers right?");
            }
        }
        return expiresAt;
    }

    /** The time from which a token with checked claims is valid without any tolerance: the later of nbf and iat. */
    static Instant validFrom(Map<String, Object> claims) throws TokenRejectedException {
        Instant from = Instant.EPOCH;
        for (String name : new String[] {"nbf", "iat"}) {
            if (claims.containsKey(name) && time(claims, name).isAfter(from)) {
                from = time(claims, name);
            }
        }
        return from;
    }

    /** At least 10 seconds, because clocks differ; never as much as 60, whatever the leeway for expiry is. */
    private Duration futureTolerance() {
        if (clockSkew.compareTo(LEAST_FUTURE_TOLERANCE) < 0) {
            return LEAST_FUTURE_TOLERANCE;
        }
        return clockSkew.compareTo(MOST_FUTURE_TOLERANCE) > 0 ? MOST_FUTURE_TOLERANCE : clockSkew;
    }

    /** A NumericDate: seconds since 1970, whole or with a fraction, which is cut off. */
    private static Instant time(Map<String, Object> claims, String name) throws TokenRejectedException {
        Object value = claims.get(name);
        if (!(value instanceof Number)) {
            throw malformed("The claim '" + name + "' must be a number of seconds.");
        }
        double seconds = ((Number) value).doubleValue();
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw malformed("The claim '" + name + "' must be a number of seconds between the years 1970 and 9999.");
        }
        return Instant.ofEpochSecond((long) seconds);
    }

    private static TokenRejectedException malformed(String message) {
        return new TokenRejectedException(TokenRejection.TOKEN_MALFORMED, message);
    }
}
