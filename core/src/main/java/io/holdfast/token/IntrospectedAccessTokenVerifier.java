package io.holdfast.token;

import io.holdfast.text.Printable;
import io.holdfast.text.TokenSyntax;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens of one issuer by asking it. The tokens are opaque: one that looks like a JWT is asked about
 * like any other, and nothing in it is read.
 *
 * <p>A token is active if the answer says {@code "active": true}, the JSON value. It is inactive if the answer says anything
 * else or nothing, and if its {@code error} is {@code unsupported_token_type}. Any other {@code error} in place of true or
 * false says nothing of the token. The other members must hold, too: {@code exp}, {@code nbf}, {@code iat}, {@code iss},
 * {@code aud}, {@code scope} and
 * {@code token_type} are checked where they stand, and {@code aud} must stand there unless the settings say otherwise.
 * Its {@code cnf} is that of the {@link VerifiedToken}.
 *
 * <p>Every {@link #verify} makes one call; put a {@link CachingAccessTokenVerifier} before it. Immutable and safe for use
 * by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2.2">RFC 7662 section 2.2, "Introspection Response"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.2">RFC 8705 section 3.2, "Confirmation Method for Token
 *     Introspection"</a>
 */
public final class IntrospectedAccessTokenVerifier implements AccessTokenVerifier {
    /** Accepted {@code typ} values; Keycloak writes it, and no {@code token_type} for tokens that open no resource. */
    private static final Set<String> ACCESS_TOKENS =
            Collections.unmodifiableSet(new HashSet<>(Arrays.asList("bearer", "at+jwt")));

    /** Short, so that nothing of the token is shown that a server has put into a sentence. */
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z][A-Za-z_]{0,39}");

    private static final String NO_ACTIVE = "no \"active\" that is true or false";

    private static final String REMEDY =
            "See whether this is the introspection endpoint, and whether the server accepts"
                    + " this resource's clientId and lets it introspect tokens.";

    private static final Map<String, String> AUDIENCE = Collections.singletonMap(
            "aud",
            "'aud'. See what the authorization server answers to this resource's clientId; if it leaves aud out and answers"
                    + " only about tokens for this resource, name it in the setting optionalClaims.");

    private final String issuer;
    private final int maxTokenLength;
    private final Duration lifetimeWithoutExp;
    private final Clock clock;
    private final TokenProfile profile;
    private final JwtClaims claims;
    private final TokenIntrospection introspection;

    private IntrospectedAccessTokenVerifier(Builder builder, TokenIntrospection introspection) {
        this.issuer = builder.issuer;
        this.maxTokenLength = builder.maxTokenLength;
        this.lifetimeWithoutExp = builder.lifetimeWithoutExp;
        this.clock = builder.clock;
        this.profile = builder.profile;
        this.claims = new JwtClaims(
                builder.issuer,
                Collections.unmodifiableSet(new LinkedHashSet<>(builder.audience)),
                builder.audienceOptional ? Collections.emptyMap() : AUDIENCE,
                builder.clockSkew,
                builder.clock);
        this.introspection = introspection;
    }

    /**
     * Starts a verifier.
     *
     * @param issuer the issuer that is asked. An {@code iss} in its answer must equal it code point by code point; where
     *     there is none, this one stands
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
        if (!TokenSyntax.isB64Token(token)) {
            throw TokenRejectedException.ofTheTextAlone(
                    TokenRejection.TOKEN_MALFORMED,
                    "A token has the characters that RFC 6750 section 2.1 gives it; nobody was asked about it.");
        }
        Map<String, Object> answer = withoutNulls(introspection.introspect(token, sender));
        requireActive(answer, token);
        requireAccessToken(answer);
        Map<String, Object> verified = withIssuer(profile.claims(answer));
        Instant expiresAt = claims.verify(verified, clock.instant().plus(lifetimeWithoutExp));
        return new VerifiedToken(TokenKey.of(token), SharedFacts.NONE.in(verified, expiresAt, null), verified);
    }

    /** An error with the status 200 is about this resource or its request, and leaves the token open. */
    private static void requireActive(Map<String, Object> answer, String token)
            throws TokenRejectedException, VerificationUnavailableException {
        Object active = answer.get("active");
        boolean unsupported = active == null && "unsupported_token_type".equals(answer.get("error"));
        if (!unsupported && !(active instanceof Boolean) && answer.containsKey("error")) {
            throw new VerificationUnavailableException("The authorization server answered 200, but its answer has "
                    + NO_ACTIVE + error(answer.get("error"), token) + ", so it says nothing of the token. " + REMEDY);
        }
        if (!Boolean.TRUE.equals(active)) {
            throw new TokenRejectedException(TokenRejection.TOKEN_INACTIVE, inactive(answer));
        }
    }

    /** The answer's error, if it is one word and none of the token. */
    private static String error(@Nullable Object error, String token) {
        boolean isCode =
                error instanceof String && ERROR_CODE.matcher((String) error).matches();
        String why = " but an error (not shown)";
        if (isCode && !token.contains((String) error)) {
            why = " but the error " + Printable.quoted(error);
        }
        return why;
    }

    /** A token that must be proven in another way, or that is for the authorization server alone, opens nothing here. */
    private static void requireAccessToken(Map<String, Object> answer) throws TokenRejectedException {
        Object type = answer.get("token_type");
        boolean bearer = type instanceof String && ((String) type).equalsIgnoreCase("Bearer");
        Object typ = answer.get("typ");
        boolean accessToken = typ instanceof String && ACCESS_TOKENS.contains(((String) typ).toLowerCase(Locale.ROOT));
        if ((answer.containsKey("token_type") && !bearer) || (answer.containsKey("typ") && !accessToken)) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_TYPE,
                    "The authorization server's answer has the token_type " + Printable.quoted(type) + " and the typ "
                            + Printable.quoted(typ)
                            + ": an access token that opens something here has Bearer, at+jwt as"
                            + " typ, or none.");
        }
        boolean anonymous = !answer.containsKey("token_type") && !answer.containsKey("typ");
        if (anonymous && !answer.containsKey("cnf")) {
            TokenMarks.requireNoIdToken(answer); // some servers introspect each token that they have issued
        }
    }

    private static String inactive(Map<String, Object> answer) {
        if ("unsupported_token_type".equals(answer.get("error"))) {
            return "The authorization server does not introspect tokens of this kind (unsupported_token_type). If it issues"
                    + " JWTs, set verification to jwt.";
        }
        return Boolean.FALSE.equals(answer.get("active"))
                ? "The authorization server says \"active\": false. The token is made up, revoked or expired,"
                        + " or this resource's clientId may not ask about it."
                : "The authorization server's answer has " + NO_ACTIVE + ", so the token counts as inactive. " + REMEDY;
    }

    /** The answer without members that are null: servers write them for what they do not know. A null {@code cnf} stays. */
    private static Map<String, Object> withoutNulls(Map<String, Object> answer) {
        if (answer.values().stream().allMatch(Objects::nonNull)) {
            return answer;
        }
        Map<String, Object> members = new LinkedHashMap<>(answer);
        members.entrySet()
                .removeIf(each -> each.getValue() == null && !each.getKey().equals("cnf"));
        return members;
    }

    private Map<String, Object> withIssuer(Map<String, Object> answer) {
        if (answer.containsKey("iss")) {
            return answer;
        }
        Map<String, Object> complete = new LinkedHashMap<>(answer);
        complete.put("iss", issuer);
        return complete;
    }

    /** Collects what a verifier needs to know. Not safe for use by many threads. */
    public static final class Builder {
        private final String issuer;
        private final Set<String> audience;
        private TokenProfile profile = TokenProfile.rfc9068();
        private boolean audienceOptional;
        private Duration clockSkew = Duration.ofSeconds(30);
        private Duration lifetimeWithoutExp = Duration.ofSeconds(30);
        private int maxTokenLength = 16 * 1024;
        private Clock clock = Clock.systemUTC();

        private Builder(String issuer, Collection<String> audience) {
            if (issuer.isEmpty() || audience.isEmpty()) {
                throw new IllegalArgumentException("A verifier needs an issuer and at least one audience.");
            }
            this.issuer = issuer;
            this.audience = new LinkedHashSet<>(audience);
        }

        /** Maps the members of the issuer's answers to the names of RFC 9068. Default: as RFC 9068 does. */
        public Builder profile(TokenProfile ofIssuer) {
            this.profile = ofIssuer;
            return this;
        }

        /**
         * Accepts answers without {@code aud}, for an authorization server that leaves it out and gives this resource's
         * client only answers about tokens that are meant for it. An {@code aud} that is there must still fit.
         */
        public Builder allowMissingAudience() {
            this.audienceOptional = true;
            return this;
        }

        /**
         * The time after {@code exp} for which a token is still accepted, because clocks differ. Default: 30 seconds.
         *
         * @throws IllegalArgumentException if it is negative or more than {@link JwtAccessTokenVerifier#MAX_CLOCK_SKEW}
         */
        public Builder clockSkew(Duration leeway) {
            this.clockSkew = VerifierBounds.clockSkew(leeway);
            return this;
        }

        /** The lifetime of an answer without {@code exp}: that of the cache before this. Default: 30 seconds. */
        public Builder lifetimeWithoutExp(Duration lifetime) {
            this.lifetimeWithoutExp = lifetime;
            return this;
        }

        /**
         * The longest token that is asked about, in characters. Default: 16384.
         *
         * @throws IllegalArgumentException if it is less than 1 or more than
         *     {@link JwtAccessTokenVerifier#LONGEST_TOKEN}
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
         * @param introspection the issuer's introspection
         */
        public IntrospectedAccessTokenVerifier build(TokenIntrospection introspection) {
            return new IntrospectedAccessTokenVerifier(this, introspection);
        }
    }
}
