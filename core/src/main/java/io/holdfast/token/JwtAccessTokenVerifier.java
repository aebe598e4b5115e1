package io.holdfast.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Verifies JWT access tokens of one issuer.
 *
 * <p>Every check fails closed, and the checks that cost most come last: length, form, header, signature, claims. The
 * claims are not even parsed before the signature has verified.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068 section 4, "Validating JWT Access Tokens"</a>
 */
public final class JwtAccessTokenVerifier implements AccessTokenVerifier {
    /** The most that {@link Builder#clockSkew} takes. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    /** The most that {@link Builder#maxTokenLength} takes, in characters. */
    public static final int LONGEST_TOKEN = 64 * 1024;

    private final int maxTokenLength;
    private final JwtSignature signature;
    private final TokenProfile profile;
    private final JwtClaims claims;

    private JwtAccessTokenVerifier(Builder builder, JwkSetSource keys) {
        this.maxTokenLength = builder.maxTokenLength;
        this.signature = new JwtSignature(
                Collections.unmodifiableSet(EnumSet.copyOf(builder.algorithms)), set(builder.types), keys);
        this.profile = builder.profile;
        this.claims = new JwtClaims(
                builder.issuer, set(builder.audience), builder.requiredClaims(), builder.clockSkew, builder.clock);
    }

    private static Set<String> set(Collection<String> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    /**
     * Starts a verifier.
     *
     * @param issuer the one issuer whose tokens are accepted, compared with {@code iss} code point by code point
     * @param audience the names of this resource, at least one; one of them must be in {@code aud}
     */
    public static Builder of(String issuer, Collection<String> audience) {
        return new Builder(issuer, audience);
    }

    @Override
    public VerifiedToken verify(String token) throws TokenRejectedException, VerificationUnavailableException {
        VerifierBounds.requireLength(token, maxTokenLength);
        CompactJws jws = CompactJws.parse(token);
        signature.verify(token, jws);
        Map<String, Object> verified = profile.claims(jws.claims());
        Instant expiresAt = claims.verify(verified, Instant.EPOCH); // exp is required
        return new VerifiedToken(TokenDigest.of(token), expiresAt, verified);
    }

    /** Collects what a verifier needs to know. Not safe for use by many threads. */
    public static final class Builder {
        private final String issuer;
        private final Set<String> audience;
        private Set<SignatureAlgorithm> algorithms =
                EnumSet.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);
        private TokenProfile profile = TokenProfile.rfc9068();
        private Set<String> types = profile.types();
        private Set<String> optionalClaims = Collections.emptySet();
        private Duration clockSkew = Duration.ofSeconds(30);
        private int maxTokenLength = 16 * 1024;
        private Clock clock = Clock.systemUTC();

        private Builder(String issuer, Collection<String> audience) {
            if (issuer.isEmpty() || audience.isEmpty()) {
                throw new IllegalArgumentException("A verifier needs an issuer and at least one audience.");
            }
            this.issuer = issuer;
            this.audience = new LinkedHashSet<>(audience);
        }

        /** The algorithms to accept, at least one. Default: RS256, PS256, ES256. */
        public Builder algorithms(Collection<SignatureAlgorithm> accepted) {
            this.algorithms = EnumSet.copyOf(accepted);
            return this;
        }

        /** How this issuer's tokens differ from RFC 9068, the default; its {@link TokenProfile#types types} included. */
        public Builder profile(TokenProfile tokens) {
            this.profile = tokens;
            return types(tokens.types());
        }

        /**
         * Accepts other media types in {@code typ} than RFC 9068's {@code at+jwt}, for an authorization server that does
         * not follow it, or tokens without one by {@link TokenProfile#ABSENT_TYPE}. Say no more than it really uses:
         * {@code JWT} also lets its ID tokens in, if their {@code aud} fits.
         */
        public Builder types(Collection<String> accepted) {
            Set<String> lower = new LinkedHashSet<>();
            accepted.forEach(type -> lower.add(MediaType.withoutApplication(type)));
            this.types = lower;
            return this;
        }

        /**
         * Accepts tokens that lack some of {@code sub}, {@code client_id}, {@code iat} and {@code jti}, for an
         * authorization server that leaves them out. {@code iss}, {@code aud} and {@code exp} stay required.
         */
        public Builder allowMissing(Collection<String> names) {
            this.optionalClaims = new LinkedHashSet<>(names);
            return this;
        }

        /**
         * How long after {@code exp} a token is still accepted, because clocks differ. Default: 30 seconds.
         *
         * @throws IllegalArgumentException if it is negative or more than {@link #MAX_CLOCK_SKEW}
         */
        public Builder clockSkew(Duration leeway) {
            this.clockSkew = VerifierBounds.clockSkew(leeway);
            return this;
        }

        /**
         * The longest token that is looked at, in characters. Default: 16384.
         *
         * @throws IllegalArgumentException if it is less than 1 or more than {@link #LONGEST_TOKEN}
         */
        public Builder maxTokenLength(int characters) {
            this.maxTokenLength = VerifierBounds.tokenLength(characters);
            return this;
        }

        /** The clock that {@code exp}, {@code nbf} and {@code iat} are compared with. Default: the system's. */
        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /**
         * The verifier.
         *
         * @param keys where the issuer's keys come from
         */
        public JwtAccessTokenVerifier build(JwkSetSource keys) {
            return new JwtAccessTokenVerifier(this, keys);
        }

        private Set<String> requiredClaims() {
            Set<String> required = new LinkedHashSet<>(Arrays.asList("sub", "client_id", "iat", "jti"));
            required.removeAll(optionalClaims);
            required.addAll(Arrays.asList("iss", "aud", "exp"));
            return Collections.unmodifiableSet(required);
        }
    }
}
