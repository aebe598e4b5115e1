package io.holdfast.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table of a protected resource's settings. What a filter calls an {@code init-param} and a valve an attribute
 * is a row here; the parser, the valve's setters and the documentation are all held to it.
 */
public enum ResourceSetting {
    /** The issuer. */
    ISSUER("issuer", null, "Issuer identifier of the authorization server, an https URL, exactly as in its tokens."),
    /** The names of this resource. */
    AUDIENCE("audience", null, "Name of this protected resource as in the tokens' aud; several separated by spaces."),
    /** Where the keys are. */
    JWKS_URI(
            "jwksUri",
            "",
            "URL (https) of the authorization server's keys. Left out, it is taken from the issuer's metadata."),
    /** The signature algorithms. */
    ALGORITHMS(
            "algorithms",
            "RS256 PS256 ES256",
            "Signature algorithms to accept: RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512."),
    /** The media types. */
    TOKEN_TYPE("tokenType", "at+jwt", "Values of typ to accept; several separated by spaces."),
    /** The claims that may be missing. */
    OPTIONAL_CLAIMS(
            "optionalClaims",
            "",
            "Claims that tokens may lack, for an authorization server that leaves them out: sub client_id iat jti."),
    /** The claim that names the principal. */
    PRINCIPAL_CLAIM("principalClaim", "sub", "Claim that getRemoteUser() and getUserPrincipal() show."),
    /** What goes before a scope to make it a role. */
    ROLE_PREFIX("rolePrefix", "", "Put before each scope to make it a role for isUserInRole and security constraints."),
    /** The scopes that every request needs. */
    REQUIRED_SCOPES("requiredScopes", "", "Scopes that a token must all have; several separated by spaces."),
    /** The binding policy. */
    BINDING(
            "binding",
            "required",
            "required: only certificate-bound tokens are accepted. when-present: unbound tokens too, for a migration."),
    /** The leeway. */
    CLOCK_SKEW_SECONDS(
            "clockSkewSeconds",
            "30",
            "Leeway for exp, 0 to 300 seconds. The same for nbf and iat, but there not under 10 nor over 59."),
    /** The length cap. */
    MAX_TOKEN_LENGTH("maxTokenLength", "16384", "Longest token that is looked at, 256 to 65536 characters."),
    /** The realm. */
    REALM("realm", "protected", "The realm of the WWW-Authenticate challenge."),
    /** The trust store file. */
    TRUST_STORE(
            "trustStore",
            "",
            "File of the certificates to trust for calls to the authorization server: PKCS#12, JKS or PEM. Left out, "
                    + "the Java platform's."),
    /** The trust store's type. */
    TRUST_STORE_TYPE("trustStoreType", "", "PKCS12, JKS or PEM. Left out, it is told from the file's content."),
    /** The trust store's password. */
    TRUST_STORE_PASSWORD("trustStorePassword", "", "Password of the trust store; PEM needs none."),
    /** How long keys are cached. */
    JWKS_CACHE_SECONDS(
            "jwksCacheSeconds", "300", "How long the keys are used before they are fetched again, 1 to 86400."),
    /** How long keys outlive an outage. */
    JWKS_OUTAGE_SECONDS(
            "jwksOutageSeconds",
            "3600",
            "How much longer they are used while the authorization server cannot be reached, 0 to 86400."),
    /** How often an unknown kid may cause a reload. */
    JWKS_RELOAD_SECONDS(
            "jwksReloadSeconds",
            "10",
            "Least time between two fetches that unknown key ids cause, 1 to 3600. After a failure 10 at most."),
    /** How long to wait for a connection. */
    CONNECT_TIMEOUT_MILLIS(
            "connectTimeoutMillis",
            "2000",
            "How long to wait for a connection to the authorization server, 1 to 60000."),
    /** How long to wait for an answer. */
    RESPONSE_TIMEOUT_MILLIS(
            "responseTimeoutMillis",
            "5000",
            "How long each call to the authorization server may take as a whole, 1 to 60000.");

    private final String settingName;
    private final @Nullable String defaultValue;
    private final String description;

    ResourceSetting(String settingName, @Nullable String defaultValue, String description) {
        this.settingName = settingName;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The name, in camel case: that of the filter's {@code init-param} and of the valve's attribute. */
    public String settingName() {
        return settingName;
    }

    /** The value that holds where nothing is set; empty if the setting is required. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** What it is, with its unit and range. */
    public String description() {
        return description;
    }

    /** The setting of exactly this name. */
    public static Optional<ResourceSetting> named(String name) {
        for (ResourceSetting setting : values()) {
            if (setting.settingName.equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    boolean isSecret() {
        return this == TRUST_STORE_PASSWORD;
    }
}
