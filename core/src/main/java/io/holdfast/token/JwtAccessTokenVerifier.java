package io.holdfast.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JWT access tokens of one issuer.
 *
 * <p>Every check fails closed, and the checks that cost most come last: length, form, header, signature, claims. The
 * claims are not even parsed before the signature has verified, with one exception: a token whose key is not at hand must
 * pass all checks of its claims before the issuer's server is asked for the key or waited for.
 *
 * <p>A token that has passed all of them is remembered by its SHA-256 digest, and found again without any lock or I/O. It
 * counts until its {@code exp}, without any leeway, and while the issuer's keys hold the one that has verified it: so an
 * issuer that withdraws a key ends its tokens at once. Rejected tokens are not remembered. Permission to use the
 * token is not decided here, and is not remembered.
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

    private static final String MAY_BE_OPTIONAL =
            ". If the issuer leaves it out, name it in the setting optionalClaims, under its name in RFC 9068.";

    private final int maxTokenLength;
    private final JwtSignature signature;
    private final PresentKeys present;
    private final PayloadReader reader;
    private final JwtClaims claims;
    private final Clock clock;
    private final SharedFacts shared = SharedFacts.create();
    private final VerifiedTokens verified;

    private JwtAccessTokenVerifier(Builder builder, JwkSetSource keys) {
        this.maxTokenLength = builder.maxTokenLength;
        this.signature = new JwtSignature(
                Collections.unmodifiableSet(EnumSet.copyOf(builder.algorithms)),
                AcceptedTypes.ofAccessTokens(builder.types),
                keys,
                builder.provider);
        this.present = keys.present();
        this.reader = new PayloadReader(builder.profile, builder.keptClaim);
        this.claims = new JwtClaims(
                builder.issuer,
                Collections.unmodifiableSet(builder.audience),
                builder.requiredClaims(),
                builder.clockSkew,
                builder.clock);
        this.clock = builder.clock;
        this.verified = new VerifiedTokens(builder.cacheSize);
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
        return verify(token, Sender.KNOWN);
    }

    @Override
    public VerifiedToken verify(String token, Sender sender)
            throws TokenRejectedException, VerificationUnavailableException {
        if (token.length() > maxTokenLength) {
            throw VerifierBounds.tooLong(token, maxTokenLength);
        }
        byte[] text = token.getBytes(StandardCharsets.UTF_8);
        TokenKey key = TokenKey.of(text);
        CachedToken known = known(key);
        return known == null ? verifyAnew(key, text, sender) : VerifiedToken.again(key, known, text);
    }

    /** The remembered facts of a token, as long as the key that has verified it is one of the issuer's. */
    private @Nullable CachedToken known(TokenKey key) throws VerificationUnavailableException {
        CachedToken known = verified.get(key, clock.millis());
        if (known == null) {
            verified.noteMiss();
            return null;
        }
        if (!present.hold(known.header().key()) && !signature.stands(known.header())) {
            verified.remove(key, known);
            verified.noteMiss();
            return null;
        }
        verified.noteHit(known);
        return known;
    }

    private VerifiedToken verifyAnew(TokenKey key, byte[] text, Sender sender)
            throws TokenRejectedException, VerificationUnavailableException {
        CompactJws jws = CompactJws.parse(text);
        KnownHeader header =
                signature.verify(jws, sender, unverified -> claims.verify(reader.claims(unverified), Instant.EPOCH));
        Map<String, Object> said = reader.claims(jws);
        Instant expiresAt = claims.verify(said, Instant.EPOCH); // exp is required
        TokenFacts facts = TokenFacts.of(said, expiresAt, reader.keptClaim(), shared);
        long validFrom = JwtClaims.validFrom(said).toEpochMilli();
        verified.put(key, new CachedToken(facts, header, reader, validFrom, jws.signedLength()), clock.millis());
        return new VerifiedToken(key, facts, said);
    }

    /** The state of the cache of verified tokens. */
    public TokenCacheStatus cacheStatus() {
        return verified;
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
        private int cacheSize = 10_000;
        private String keptClaim = "sub";
        private SignatureProvider provider = SignatureProvider.platform();
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

        /** The form of this issuer's tokens, {@link TokenProfile#types types} included. Default: RFC 9068. */
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
            this.types = new LinkedHashSet<>(accepted);
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
         * The time after {@code exp} for which a token is still accepted, because clocks differ. Default: 30 seconds.
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

        /**
         * The number of verified tokens to remember; 0: none. Default: 10000. A token that is remembered need not be
         * verified again, as long as it has not expired and its issuer still publishes the key.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder cacheSize(int tokens) {
            if (tokens < 0) {
                throw new IllegalArgumentException("A cache of " + tokens + " tokens cannot be.");
            }
            this.cacheSize = tokens;
            return this;
        }

        /**
         * A claim that somebody asks for on each request, so that the other claims need not be read for it. Default:
         * {@code sub}.
         */
        public Builder keepClaim(String name) {
            this.keptClaim = name;
            return this;
        }

        /** The provider that verifies the signatures. Default: the Java platform. */
        public Builder signatureProvider(SignatureProvider signatures) {
            this.provider = signatures;
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
         * @param keys the source of the issuer's keys
         */
        public JwtAccessTokenVerifier build(JwkSetSource keys) {
            return new JwtAccessTokenVerifier(this, keys);
        }

        private Map<String, String> requiredClaims() {
            Map<String, String> required = new LinkedHashMap<>();
            for (String name : new String[] {"sub", "client_id", "iat", "jti"}) {
                required.put(name, profile.shown(name) + MAY_BE_OPTIONAL);
            }
            required.keySet().removeAll(optionalClaims);
            required.keySet().removeAll(profile.optionalClaims());
            for (String name : new String[] {"iss", "aud", "exp"}) {
                required.put(
                        name, "'" + name + "'. Every access token must have it: see what the issuer puts into it.");
            }
            return Collections.unmodifiableMap(required);
        }
    }
}
