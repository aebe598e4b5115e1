package io.holdfast.config;

import static java.util.stream.Collectors.toList;

import io.holdfast.authorizationserver.KeyLifetime;
import io.holdfast.binding.BindingPolicy;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.TokenProfile;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one issuer: the requirements on its tokens, the location of its keys, and the connection to it.
 *
 * <p>Immutable.
 */
public final class IssuerSettings {
    private static final List<String> CLAIMS_THAT_MAY_BE_MISSING =
            Collections.unmodifiableList(Arrays.asList("sub", "client_id", "iat", "jti"));

    /** Claims that an introspection answer may lack in any case. */
    private static final List<String> MEMBERS_THAT_MAY_BE_MISSING =
            Collections.unmodifiableList(Arrays.asList("aud", "sub", "client_id", "iat", "jti"));

    private static final Pattern TOKEN_INTROSPECTION = Pattern.compile("(?i)(application/)?token-introspection\\+jwt");

    /** No type, but read as one it would accept nothing. */
    private static final Pattern NO_TYPE = Pattern.compile("(?i)(application/)?none|.*\\*.*");

    /** The pause after an introspection endpoint has failed. */
    private static final Duration INTROSPECTION_REST = Duration.ofSeconds(5);

    private static final Map<String, TokenProfile> PROFILES = profiles();

    private final String name;
    private final Map<ResourceSetting, String> settingNames;
    private final List<String> madeOf;
    private final String issuer;
    private final Set<String> audience;
    private final Set<SignatureAlgorithm> algorithms;
    private final TokenProfile profile;
    private final Set<String> tokenTypes;
    private final Set<String> optionalClaims;
    private final String principalClaim;
    private final String rolePrefix;
    private final BindingPolicy binding;
    private final Duration clockSkew;
    private final int tokenCacheSize;
    private final @Nullable IntrospectionSettings introspection;
    private final @Nullable CredentialUse credentialUse;
    private final KeySettings keys;
    private final ConnectionSettings connection;

    IssuerSettings(SettingsReader reader) {
        name = reader.issuerName();
        settingNames = reader.names();
        madeOf = Collections.unmodifiableList(Arrays.stream(ResourceSetting.values())
                .filter(ResourceSetting::concernsVerification)
                .map(reader::text)
                .collect(toList()));
        issuer = issuer(reader);
        audience = Collections.unmodifiableSet(reader.uris(ResourceSetting.AUDIENCE));
        algorithms = algorithms(reader);
        profile = profile(reader);
        tokenTypes = tokenTypes(reader, profile);
        introspection = introspection(reader);
        credentialUse = introspection == null ? null : new CredentialUse(reader);
        tokenCacheSize = reader.integer(ResourceSetting.TOKEN_CACHE_SIZE, 0, 1_000_000);
        optionalClaims = Collections.unmodifiableSet(reader.wordsAmong(
                ResourceSetting.OPTIONAL_CLAIMS,
                introspection == null ? CLAIMS_THAT_MAY_BE_MISSING : MEMBERS_THAT_MAY_BE_MISSING));
        principalClaim = principalClaim(reader);
        rolePrefix = reader.line(ResourceSetting.ROLE_PREFIX);
        binding = reader.choice(
                ResourceSetting.BINDING,
                "required",
                BindingPolicy.REQUIRED,
                "when-present",
                BindingPolicy.WHEN_PRESENT);
        clockSkew = Duration.ofSeconds(reader.integer(
                ResourceSetting.CLOCK_SKEW_SECONDS, 0, (int) JwtAccessTokenVerifier.MAX_CLOCK_SKEW.getSeconds()));
        keys = new KeySettings(reader);
        connection = new ConnectionSettings(reader);
    }

    private static String issuer(SettingsReader reader) {
        URI url = reader.httpsUrl(ResourceSetting.ISSUER);
        String issuer = reader.text(ResourceSetting.ISSUER);
        if (url != null && url.getRawQuery() != null) {
            reader.problem(ResourceSetting.ISSUER, issuer, "has a query. An issuer identifier has none (RFC 8414).");
        }
        return issuer;
    }

    private static Set<SignatureAlgorithm> algorithms(SettingsReader reader) {
        List<String> known =
                Arrays.stream(SignatureAlgorithm.values()).map(Enum::name).collect(toList());
        Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        reader.wordsAmong(ResourceSetting.ALGORITHMS, known)
                .forEach(name -> SignatureAlgorithm.named(name).ifPresent(algorithms::add));
        boolean byPlatform =
                reader.text(ResourceSetting.SIGNATURE_PROVIDER).isEmpty(); // another proves itself at the start
        algorithms.stream()
                .filter(algorithm -> byPlatform && !algorithm.isAvailable())
                .forEach(algorithm -> reader.problem(
                        ResourceSetting.ALGORITHMS,
                        reader.text(ResourceSetting.ALGORITHMS),
                        "names " + algorithm + ", which this Java platform lacks. " + algorithm.remedy()));
        return Collections.unmodifiableSet(algorithms);
    }

    private static Map<String, TokenProfile> profiles() {
        Map<String, TokenProfile> profiles = new LinkedHashMap<>();
        profiles.put("rfc9068", TokenProfile.rfc9068());
        profiles.put("keycloak", TokenProfile.keycloak());
        profiles.put("spring", TokenProfile.spring());
        return Collections.unmodifiableMap(profiles);
    }

    private static TokenProfile profile(SettingsReader reader) {
        return reader.choice(ResourceSetting.PROFILE, PROFILES).scopesIn(reader.name(ResourceSetting.SCOPE_CLAIM));
    }

    private static Set<String> tokenTypes(SettingsReader reader, TokenProfile profile) {
        Set<String> types = reader.names(ResourceSetting.TOKEN_TYPE);
        for (String type : types) {
            if (TOKEN_INTROSPECTION.matcher(type).matches()) {
                reader.problem(
                        ResourceSetting.TOKEN_TYPE,
                        reader.text(ResourceSetting.TOKEN_TYPE),
                        "names '" + type + "', which is an answer to a question about a token (RFC 9701) and never an"
                                + " access token. Take it out.");
            }
            if (NO_TYPE.matcher(type).matches()) {
                reader.problem(
                        ResourceSetting.TOKEN_TYPE,
                        reader.text(ResourceSetting.TOKEN_TYPE),
                        "names '" + type + "', which no token has as its typ. Write each type out; 'absent' stands for"
                                + " tokens without a typ.");
            }
        }
        return types.isEmpty() ? profile.types() : Collections.unmodifiableSet(types);
    }

    private static String principalClaim(SettingsReader reader) {
        String claim = reader.name(ResourceSetting.PRINCIPAL_CLAIM);
        if (reader.words(ResourceSetting.OPTIONAL_CLAIMS).contains(claim)) {
            reader.problem(
                    ResourceSetting.OPTIONAL_CLAIMS,
                    reader.text(ResourceSetting.OPTIONAL_CLAIMS),
                    "names '" + claim
                            + "', which principalClaim needs. Set principalClaim to a claim that every token has.");
        }
        return claim;
    }

    private static @Nullable IntrospectionSettings introspection(SettingsReader reader) {
        if (reader.choice(ResourceSetting.VERIFICATION, "jwt", false, "introspection", true)) {
            return new IntrospectionSettings(reader);
        }
        reader.unused(IntrospectionSettings.SETTINGS, "is for verification introspection alone");
        return null;
    }

    /** The name that the setting {@code issuers} gives it; empty if it is the only one. */
    public String name() {
        return name;
    }

    /** The name under which a setting was set: prefixed by the issuer's name, or bare for all issuers. */
    public String settingName(ResourceSetting setting) {
        return settingNames.getOrDefault(setting, setting.settingName());
    }

    /**
     * The values of all settings that the verification of its tokens depends on. Equal values make equal verifiers; a
     * password may be among them.
     */
    public List<String> madeOf() {
        return madeOf;
    }

    /** The use of this resource's own credentials at this issuer; empty if the issuer gets none. */
    Optional<CredentialUse> credentialUse() {
        return Optional.ofNullable(credentialUse);
    }

    /** {@link ResourceSetting#ISSUER}. */
    public String issuer() {
        return issuer;
    }

    /** {@link ResourceSetting#AUDIENCE}, at least one. */
    public Set<String> audience() {
        return audience;
    }

    /** {@link ResourceSetting#ALGORITHMS}, at least one. */
    public Set<SignatureAlgorithm> algorithms() {
        return algorithms;
    }

    /** {@link ResourceSetting#PROFILE}, with {@link ResourceSetting#SCOPE_CLAIM}. */
    public TokenProfile profile() {
        return profile;
    }

    /** {@link ResourceSetting#TOKEN_TYPE}, at least one. */
    public Set<String> tokenTypes() {
        return tokenTypes;
    }

    /** {@link ResourceSetting#OPTIONAL_CLAIMS}. */
    public Set<String> optionalClaims() {
        return optionalClaims;
    }

    /** {@link ResourceSetting#PRINCIPAL_CLAIM}. */
    public String principalClaim() {
        return principalClaim;
    }

    /** {@link ResourceSetting#ROLE_PREFIX}. */
    public String rolePrefix() {
        return rolePrefix;
    }

    /** {@link ResourceSetting#BINDING}. */
    public BindingPolicy binding() {
        return binding;
    }

    /** {@link ResourceSetting#CLOCK_SKEW_SECONDS}. */
    public Duration clockSkew() {
        return clockSkew;
    }

    /** {@link ResourceSetting#TOKEN_CACHE_SIZE}, in tokens; without effect if tokens are introspected. */
    public int tokenCacheSize() {
        return tokenCacheSize;
    }

    /** True if the issuer's keys verify its tokens or its answers to introspection. */
    public boolean usesKeys() {
        return introspection == null || introspection.signed();
    }

    /** The settings of introspection; empty if the tokens are JWTs ({@link ResourceSetting#VERIFICATION}). */
    public Optional<IntrospectionSettings> introspection() {
        return Optional.ofNullable(introspection);
    }

    /** The time that a client should wait after this issuer was unavailable. */
    public Duration retryAfter() {
        return introspection == null ? KeyLifetime.retryAfter(keys.jwksReload()) : INTROSPECTION_REST;
    }

    /** The location of the issuer's keys, and their lifetime. */
    public KeySettings keys() {
        return keys;
    }

    /** The connection to the authorization server. */
    public ConnectionSettings connection() {
        return connection;
    }
}
