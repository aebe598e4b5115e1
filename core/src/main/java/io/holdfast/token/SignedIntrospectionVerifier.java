package io.holdfast.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies introspection answers that the authorization server has signed: a JWT of the type
 * {@code token-introspection+jwt}, by the issuer, for this resource, made just now. Only its member
 * {@code token_introspection} is read; the claims beside it are about the answer and not about the token.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9701#section-5">RFC 9701 section 5, "JWT Response"</a>
 */
public final class SignedIntrospectionVerifier {
    private static final Duration OLDEST = Duration.ofMinutes(1);

    private final String issuer;
    private final Set<String> ourNames;
    private final Duration clockSkew;
    private final Clock clock;
    private final JwtSignature signature;

    /**
     * A verifier.
     *
     * @param issuer the issuer that the answers must name ({@code iss})
     * @param ourNames the names of which {@code aud} must hold one: this resource's client id at the authorization
     *     server, and the identifiers by which the server knows it as an audience; at least one
     * @param algorithms the signature algorithms to accept, at least one
     * @param keys the issuer's keys
     * @param clockSkew the most that clocks may differ; an answer is at most a minute older
     * @param clock the clock that {@code iat} is compared with
     * @param provider verifies the signatures
     */
    public SignedIntrospectionVerifier(
            String issuer,
            Collection<String> ourNames,
            Collection<SignatureAlgorithm> algorithms,
            JwkSetSource keys,
            Duration clockSkew,
            Clock clock,
            SignatureProvider provider) {
        this.issuer = issuer;
        this.ourNames = Collections.unmodifiableSet(new LinkedHashSet<>(ourNames));
        this.clockSkew = VerifierBounds.clockSkew(clockSkew);
        this.clock = clock;
        this.signature = new JwtSignature(
                Collections.unmodifiableSet(EnumSet.copyOf(algorithms)),
                AcceptedTypes.ofIntrospectionAnswers(),
                keys,
                provider);
    }

    /**
     * Verifies a signed answer and returns its statements about the token.
     *
     * @param jwt the answer's body
     * @return the members of {@code token_introspection}
     * @throws VerificationUnavailableException if the answer cannot be relied on; nothing is known of the token then
     */
    public Map<String, Object> verify(String jwt) throws VerificationUnavailableException {
        Map<String, Object> claims;
        try {
            CompactJws jws = CompactJws.parse(jwt);
            signature.verify(jws, Sender.KNOWN, answer -> {}); // it comes from the server itself
            claims = jws.claims();
        } catch (TokenRejectedException e) {
            throw refused("it has failed the check " + e.rejection() + ". " + e.getMessage());
        }
        requireFromIssuer(claims);
        requireForUs(claims.get("aud"));
        requireRecent(claims.get("iat"));
        Object introspection = claims.get("token_introspection");
        if (!(introspection instanceof Map)) {
            throw refused("it has no object token_introspection.");
        }
        return members((Map<?, ?>) introspection);
    }

    private void requireFromIssuer(Map<String, Object> claims) throws VerificationUnavailableException {
        if (!issuer.equals(claims.get("iss"))) {
            throw refused("its iss is not exactly '" + issuer + "'.");
        }
    }

    private void requireForUs(@Nullable Object aud) throws VerificationUnavailableException {
        boolean ours = aud instanceof List ? ((List<?>) aud).stream().anyMatch(this::isOurName) : isOurName(aud);
        if (!ours) {
            throw refused("its aud holds none of " + ourNames + ", this resource's clientId and audience.");
        }
    }

    private boolean isOurName(@Nullable Object name) {
        return name instanceof String && ourNames.contains(name);
    }

    private void requireRecent(@Nullable Object iat) throws VerificationUnavailableException {
        double now = clock.millis() / 1000d;
        double skew = clockSkew.getSeconds();
        double said = iat instanceof Number ? ((Number) iat).doubleValue() : Double.NaN;
        if (!(said >= now - OLDEST.getSeconds() - skew && said <= now + OLDEST.getSeconds())) {
            throw refused("its iat is missing or not of now (" + Instant.ofEpochMilli(clock.millis())
                    + " by this server's clock). Are the clocks of both servers right?");
        }
    }

    @SuppressWarnings("unchecked") // The member names of a JSON object are strings.
    private static Map<String, Object> members(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    private static VerificationUnavailableException refused(String why) {
        return new VerificationUnavailableException("The signed introspection answer is not used: " + why);
    }
}
