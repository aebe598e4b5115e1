package io.holdfast.config;

import static java.util.stream.Collectors.toList;

import io.holdfast.binding.BindingPolicy;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.TokenSyntax;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a protected resource, parsed and found to be whole. {@link ResourceSetting} tells what each is.
 *
 * <p>Parsing touches no file and no network. Immutable; the password is handed out as a copy.
 */
public final class ResourceSettings {
    private static final List<String> CLAIMS_THAT_MAY_BE_MISSING =
            Collections.unmodifiableList(Arrays.asList("sub", "client_id", "iat", "jti"));

    private final String issuer;
    private final Set<String> audience;
    private final @Nullable URI jwksUri;
    private final Set<SignatureAlgorithm> algorithms;
    private final Set<String> tokenTypes;
    private final Set<String> optionalClaims;
    private final String principalClaim;
    private final String rolePrefix;
    private final Set<String> requiredScopes;
    private final BindingPolicy binding;
    private final Duration clockSkew;
    private final int maxTokenLength;
    private final String realm;
    private final @Nullable Path trustStore;
    private final @Nullable String trustStoreType;
    private final char @Nullable [] trustStorePassword;
    private final Duration jwksCache;
    private final Duration jwksOutage;
    private final Duration jwksReload;
    private final Duration connectTimeout;
    private final Duration responseTimeout;

    private ResourceSettings(SettingsReader reader) {
        issuer = issuer(reader);
        audience = unmodifiable(reader.wordsWithout(ResourceSetting.AUDIENCE, ",http"));
        jwksUri = reader.httpsUrl(ResourceSetting.JWKS_URI);
        algorithms = algorithms(reader);
        tokenTypes = unmodifiable(reader.wordsWithout(ResourceSetting.TOKEN_TYPE, ","));
        optionalClaims = unmodifiable(reader.wordsAmong(ResourceSetting.OPTIONAL_CLAIMS, CLAIMS_THAT_MAY_BE_MISSING));
        principalClaim = principalClaim(reader);
        rolePrefix = reader.text(ResourceSetting.ROLE_PREFIX);
        requiredScopes = requiredScopes(reader);
        binding = binding(reader);
        clockSkew = Duration.ofSeconds(reader.integer(
                ResourceSetting.CLOCK_SKEW_SECONDS, 0, (int) JwtAccessTokenVerifier.MAX_CLOCK_SKEW.getSeconds()));
        maxTokenLength = reader.integer(ResourceSetting.MAX_TOKEN_LENGTH, 256, JwtAccessTokenVerifier.LONGEST_TOKEN);
        realm = realm(reader);
        trustStore = path(reader, ResourceSetting.TRUST_STORE);
        trustStoreType = trustStoreType(reader);
        trustStorePassword = password(reader);
        jwksCache = Duration.ofSeconds(reader.integer(ResourceSetting.JWKS_CACHE_SECONDS, 1, 86_400));
        jwksOutage = Duration.ofSeconds(reader.integer(ResourceSetting.JWKS_OUTAGE_SECONDS, 0, 86_400));
        jwksReload = Duration.ofSeconds(reader.integer(ResourceSetting.JWKS_RELOAD_SECONDS, 1, 3_600));
        connectTimeout = Duration.ofMillis(reader.integer(ResourceSetting.CONNECT_TIMEOUT_MILLIS, 1, 60_000));
        responseTimeout = Duration.ofMillis(reader.integer(ResourceSetting.RESPONSE_TIMEOUT_MILLIS, 1, 60_000));
    }

    /**
     * Parses settings.
     *
     * @param settings values by {@link ResourceSetting#settingName()}
     * @throws SettingsException if any is unknown, missing, empty, out of its range or holds an unresolved
     *     <code>${…}</code>; it tells all problems at once
     */
    public static ResourceSettings parse(Map<String, String> settings) throws SettingsException {
        SettingsReader reader = new SettingsReader(settings);
        ResourceSettings parsed = new ResourceSettings(reader);
        reader.finish();
        return parsed;
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
                .forEach(name -> algorithms.add(SignatureAlgorithm.valueOf(name)));
        algorithms.stream()
                .filter(algorithm -> !algorithm.isAvailable())
                .forEach(algorithm -> reader.problem(
                        ResourceSetting.ALGORITHMS,
                        reader.text(ResourceSetting.ALGORITHMS),
                        "names " + algorithm + ", which this Java platform lacks. Leave it out or update Java."));
        return Collections.unmodifiableSet(algorithms);
    }

    private static String principalClaim(SettingsReader reader) {
        String claim = reader.text(ResourceSetting.PRINCIPAL_CLAIM);
        if (reader.words(ResourceSetting.OPTIONAL_CLAIMS).contains(claim)) {
            reader.problem(
                    ResourceSetting.OPTIONAL_CLAIMS,
                    reader.text(ResourceSetting.OPTIONAL_CLAIMS),
                    "names '" + claim
                            + "', which principalClaim needs. Set principalClaim to a claim that every token has.");
        }
        return claim;
    }

    private static Set<String> requiredScopes(SettingsReader reader) {
        Set<String> scopes = reader.words(ResourceSetting.REQUIRED_SCOPES);
        if (!scopes.stream().allMatch(TokenSyntax::isQuotable)) {
            reader.problem(
                    ResourceSetting.REQUIRED_SCOPES,
                    String.join(" ", scopes),
                    "has a character that a scope cannot have: only ASCII without quotes and backslashes.");
        }
        return unmodifiable(scopes);
    }

    private static String realm(SettingsReader reader) {
        String realm = reader.text(ResourceSetting.REALM);
        if (!TokenSyntax.isQuotable(realm)) {
            reader.problem(
                    ResourceSetting.REALM,
                    realm,
                    "cannot stand in a header: only ASCII without quotes and backslashes.");
        }
        return realm;
    }

    private static BindingPolicy binding(SettingsReader reader) {
        String value = reader.text(ResourceSetting.BINDING);
        switch (value) {
            case "required":
                return BindingPolicy.REQUIRED;
            case "when-present":
                return BindingPolicy.WHEN_PRESENT;
            default:
                reader.problem(ResourceSetting.BINDING, value, "is neither 'required' nor 'when-present'.");
                return BindingPolicy.REQUIRED;
        }
    }

    private static @Nullable Path path(SettingsReader reader, ResourceSetting setting) {
        String value = reader.text(setting);
        try {
            return value.isEmpty() ? null : Paths.get(value);
        } catch (InvalidPathException e) {
            reader.problem(setting, value, "is not a path on this system.");
            return null;
        }
    }

    private static @Nullable String trustStoreType(SettingsReader reader) {
        String type = reader.text(ResourceSetting.TRUST_STORE_TYPE);
        if (type.isEmpty()) {
            return null;
        }
        if (!Arrays.asList("PKCS12", "JKS", "PEM").contains(type)) {
            reader.problem(ResourceSetting.TRUST_STORE_TYPE, type, "is none of PKCS12, JKS and PEM.");
        } else if (reader.text(ResourceSetting.TRUST_STORE).isEmpty()) {
            reader.problem(ResourceSetting.TRUST_STORE_TYPE, type, "has no trustStore. Set that too, or neither.");
        }
        return type;
    }

    private static char @Nullable [] password(SettingsReader reader) {
        String password = reader.text(ResourceSetting.TRUST_STORE_PASSWORD);
        if (!password.isEmpty() && reader.text(ResourceSetting.TRUST_STORE).isEmpty()) {
            reader.problem(
                    ResourceSetting.TRUST_STORE_PASSWORD,
                    password,
                    "has no trustStore to open. Set that too, or neither.");
        }
        return password.isEmpty() ? null : password.toCharArray();
    }

    private static Set<String> unmodifiable(Set<String> words) {
        return Collections.unmodifiableSet(words);
    }

    /** {@link ResourceSetting#ISSUER}. */
    public String issuer() {
        return issuer;
    }

    /** {@link ResourceSetting#AUDIENCE}, at least one. */
    public Set<String> audience() {
        return audience;
    }

    /** {@link ResourceSetting#JWKS_URI}. */
    public Optional<URI> jwksUri() {
        return Optional.ofNullable(jwksUri);
    }

    /** {@link ResourceSetting#ALGORITHMS}, at least one. */
    public Set<SignatureAlgorithm> algorithms() {
        return algorithms;
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

    /** {@link ResourceSetting#REQUIRED_SCOPES}. */
    public Set<String> requiredScopes() {
        return requiredScopes;
    }

    /** {@link ResourceSetting#BINDING}. */
    public BindingPolicy binding() {
        return binding;
    }

    /** {@link ResourceSetting#CLOCK_SKEW_SECONDS}. */
    public Duration clockSkew() {
        return clockSkew;
    }

    /** {@link ResourceSetting#MAX_TOKEN_LENGTH}, in characters. */
    public int maxTokenLength() {
        return maxTokenLength;
    }

    /** {@link ResourceSetting#REALM}. */
    public String realm() {
        return realm;
    }

    /** {@link ResourceSetting#TRUST_STORE}. */
    public Optional<Path> trustStore() {
        return Optional.ofNullable(trustStore);
    }

    /** {@link ResourceSetting#TRUST_STORE_TYPE}. */
    public Optional<String> trustStoreType() {
        return Optional.ofNullable(trustStoreType);
    }

    /** {@link ResourceSetting#TRUST_STORE_PASSWORD}, a copy each time; null if there is none. */
    public char @Nullable [] trustStorePassword() {
        return trustStorePassword == null ? null : trustStorePassword.clone();
    }

    /** {@link ResourceSetting#JWKS_CACHE_SECONDS}. */
    public Duration jwksCache() {
        return jwksCache;
    }

    /** {@link ResourceSetting#JWKS_OUTAGE_SECONDS}. */
    public Duration jwksOutage() {
        return jwksOutage;
    }

    /** {@link ResourceSetting#JWKS_RELOAD_SECONDS}. */
    public Duration jwksReload() {
        return jwksReload;
    }

    /** {@link ResourceSetting#CONNECT_TIMEOUT_MILLIS}. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** {@link ResourceSetting#RESPONSE_TIMEOUT_MILLIS}. */
    public Duration responseTimeout() {
        return responseTimeout;
    }
}
