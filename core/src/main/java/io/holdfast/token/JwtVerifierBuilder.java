package io.holdfast.token;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Collects what a verifier of one issuer's JWTs needs to know.
 *
 * <p>Not safe for use by many threads.
 *
 * @see JwtAccessTokenVerifier#of
 */
public final class JwtVerifierBuilder {
    private static final String MAY_BE_OPTIONAL =
            ". If the issuer leaves it out, name it in the setting optionalClaims, under its name in RFC 9068.";

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

    JwtVerifierBuilder(String issuer, Collection<String> audience) {
        if (issuer.isEmpty() || audience.isEmpty()) {
            throw new IllegalArgumentException("A verifier needs an issuer and at least one audience.");
        }
        this.issuer = issuer;
        this.audience = new LinkedHashSet<>(audience);
    }

    /** The algorithms to accept, at least one. Default: RS256, PS256, ES256. */
    public JwtVerifierBuilder algorithms(Collection<SignatureAlgorithm> accepted) {
        this.algorithms = EnumSet.copyOf(accepted);
        return this;
    }

    /** The form of this issuer's tokens, {@link TokenProfile#types types} included. Default: RFC 9068. */
    public JwtVerifierBuilder profile(TokenProfile tokens) {
        this.profile = tokens;
        return types(tokens.types());
    }

    /**
     * Accepts other media types in {@code typ} than RFC 9068's {@code at+jwt}, for an authorization server that does
     * not follow it, or tokens without one by {@link TokenProfile#ABSENT_TYPE}. Say no more than it really uses:
     * {@code JWT} also lets its ID tokens in, if their {@code aud} fits.
     */
    public JwtVerifierBuilder types(Collection<String> accepted) {
        this.types = new LinkedHashSet<>(accepted);
        return this;
    }

    /**
     * Accepts tokens that lack some of {@code sub}, {@code client_id}, {@code iat} and {@code jti}, for an
     * authorization server that leaves them out. {@code iss}, {@code aud} and {@code exp} stay required.
     */
    public JwtVerifierBuilder allowMissing(Collection<String> names) {
        this.optionalClaims = new LinkedHashSet<>(names);
        return this;
    }

    /**
     * The time after {@code exp} for which a token is still accepted, because clocks differ. Default: 30 seconds.
     *
     * @throws IllegalArgumentException if it is negative or more than {@link JwtAccessTokenVerifier#MAX_CLOCK_SKEW}
     */
    public JwtVerifierBuilder clockSkew(Duration leeway) {
        this.clockSkew = VerifierBounds.clockSkew(leeway);
        return this;
    }

    /**
     * The longest token that is looked at, in characters. Default: 16384.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than {@link JwtAccessTokenVerifier#LONGEST_TOKEN}
     */
    public JwtVerifierBuilder maxTokenLength(int characters) {
        this.maxTokenLength = VerifierBounds.tokenLength(characters);
        return this;
    }

    /**
     * The number of verified tokens to remember; 0: none. Default: 10000. A token that is remembered need not be
     * verified again, as long as it has not expired and its issuer still publishes the key.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public JwtVerifierBuilder cacheSize(int tokens) {
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
    public JwtVerifierBuilder keepClaim(String name) {
        this.keptClaim = name;
        return this;
    }

    /** The provider that verifies the signatures. Default: the Java platform. */
    public JwtVerifierBuilder signatureProvider(SignatureProvider signatures) {
        this.provider = signatures;
        return this;
    }

    /** The clock that {@code exp}, {@code nbf} and {@code iat} are compared with. Default: the system's. */
    public JwtVerifierBuilder clock(Clock source) {
        this.clock = source;
        return this;
    }

    /**
     * The verifier.
     *
     * @param keys the source of the issuer's keys
     */
    public JwtAccessTokenVerifier build(JwkSetSource keys) {
        return new JwtAccessTokenVerifier(
                maxTokenLength,
                new JwtSignature(
                        Collections.unmodifiableSet(EnumSet.copyOf(algorithms)),
                        AcceptedTypes.ofAccessTokens(types),
                        keys,
                        provider),
                keys.present(),
                new PayloadReader(profile, keptClaim),
                new JwtClaims(issuer, Collections.unmodifiableSet(audience), requiredClaims(), clockSkew, clock),
                clock,
                new VerifiedTokens(cacheSize));
    }

    private Map<String, String> requiredClaims() {
        Map<String, String> required = new LinkedHashMap<>();
        for (String name : new String[] {"sub", "client_id", "iat", "jti"}) {
            required.put(name, profile.shown(name) + MAY_BE_OPTIONAL);
        }
        required.keySet().removeAll(optionalClaims);
        required.keySet().removeAll(profile.optionalClaims());
        for (String name : new String[] {"iss", "aud", "exp"}) {
            required.put(name, "'" + name + "'. Every access token must have it: see what the issuer puts into it.");
        }
        return Collections.unmodifiableMap(required);
    }
}
