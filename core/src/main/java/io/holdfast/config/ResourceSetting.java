package io.holdfast.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table of a protected resource's settings. An {@code init-param} of a filter and an attribute of a valve are
 * each a row here; tests compare the parser, the valve's setters and the documentation with it.
 */
public enum ResourceSetting {
    /** Path of a properties file with more settings. */
    CONFIG_FILE(
            Scope.DOOR,
            "configFile",
            "",
            "A properties file (UTF-8) with more settings; read again when it changes. What is set elsewhere wins."),
    /** The names of several issuers. */
    ISSUERS(
            Scope.DOOR,
            "issuers",
            "",
            "Names for several issuers, of your choice. Each then has settings of its own: name.setting."),
    /** Enforcement mode: enforce or report-only. */
    MODE(
            Scope.DOOR,
            "mode",
            "enforce",
            "enforce: what is not as it must be is refused. report-only: it passes, with no token and no principal, and it is counted and logged why it would be refused. A rule of accessRules may say otherwise."),
    /** Security profile that no setting may contradict. */
    SECURITY(
            Scope.DOOR,
            "security",
            "standard",
            "fapi2: the door does not start with a setting that contradicts the FAPI 2.0 Security Profile. standard: that profile is not checked."),
    /** Context paths of the guarded applications of a host. */
    CONTEXTS(
            Scope.DOOR,
            "contexts",
            "",
            "Only for a valve on a Host or Engine: context paths of the applications it guards, separated by spaces, as in /orders /invoices; / is the root's. What is deployed below a named path is guarded, too. Left out, it guards every application."),
    /** Issuer identifier. */
    ISSUER(
            Scope.ONE_ISSUER,
            "issuer",
            null,
            "Issuer identifier of the authorization server, an https URL, exactly as in its tokens."),
    /** Profile of the issuer's tokens. */
    PROFILE(
            Scope.EACH_ISSUER,
            "profile",
            "rfc9068",
            "Whose tokens they are: rfc9068; keycloak for Keycloak's exceptions to it; spring for those of Spring Authorization Server."),
    /** Identifiers of this resource in the audience claim. */
    AUDIENCE(
            Scope.EACH_ISSUER,
            "audience",
            null,
            "Name of this protected resource as in the tokens' aud; several separated by spaces."),
    /** Address of the issuer's keys. */
    JWKS_URI(
            Scope.ONE_ISSUER,
            "jwksUri",
            "",
            "URL (https) of the authorization server's keys. Left out, it is taken from the issuer's metadata."),
    /** Accepted signature algorithms. */
    ALGORITHMS(
            Scope.EACH_ISSUER,
            "algorithms",
            "RS256 PS256 ES256",
            "Signature algorithms to accept: RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519."),
    /** JCA provider that verifies signatures. */
    SIGNATURE_PROVIDER(
            Scope.DOOR,
            "signatureProvider",
            "",
            "JCA provider that verifies signatures: the name of a registered one, or AmazonCorrettoCryptoProvider, BC or "
                    + "BCFIPS from the class path. Left out, the Java platform chooses. See performance.md."),
    /** Accepted media types of tokens, the {@code typ} header. */
    TOKEN_TYPE(
            Scope.EACH_ISSUER,
            "tokenType",
            "",
            "Values of typ to accept, separated by spaces; absent also allows none. Left out, at+jwt, and with profile keycloak JWT, with spring absent, too."),
    /** Required claims that a token may lack. */
    OPTIONAL_CLAIMS(
            Scope.EACH_ISSUER,
            "optionalClaims",
            "",
            "Claims that tokens may lack, for an authorization server that leaves them out: sub client_id iat jti. An introspection answer may also lack aud."),
    /** Claim that holds the scopes. */
    SCOPE_CLAIM(
            Scope.EACH_ISSUER,
            "scopeClaim",
            "scope",
            "Claim that holds the scopes: a string of scopes separated by spaces, or a JSON array of them."),
    /** Claim that names the principal. */
    PRINCIPAL_CLAIM(
            Scope.EACH_ISSUER, "principalClaim", "sub", "Claim that getRemoteUser() and getUserPrincipal() show."),
    /** Prefix that makes a role of a scope. */
    ROLE_PREFIX(
            Scope.EACH_ISSUER,
            "rolePrefix",
            "",
            "Put before each scope to make it a role for isUserInRole and security constraints."),
    /** Scopes that every request needs. */
    REQUIRED_SCOPES(
            Scope.DOOR, "requiredScopes", "", "Scopes that a token must all have; several separated by spaces."),
    /** Access rules by path. */
    ACCESS_RULES(
            Scope.DOOR,
            "accessRules",
            "",
            "Rules for paths, one a line or separated by semicolons; the first that matches holds. See path-rules.md."),
    /** Odd spellings allowed in paths where there are access rules. */
    ALLOWED_IN_PATHS(
            Scope.DOOR,
            "allowedInPaths",
            "",
            "With accessRules: odd spellings that are not refused with 400, separated by spaces: ; (path parameters), %2F (an encoded slash), // (an empty segment). See path-rules.md for what you take on."),
    /** Path matching of the application's framework: by the letter or loosely. */
    FRAMEWORK(
            Scope.DOOR,
            "framework",
            "any",
            "With accessRules: any: a rule that restricts a path holds for what some framework takes for the same, too: with another suffix or none, in other letter case, with path info. exact: for this path only."),
    /** Binding policy. */
    BINDING(
            Scope.EACH_ISSUER,
            "binding",
            "required",
            "required: only certificate-bound tokens are accepted. when-present: unbound tokens too, for a migration."),
    /** Tolerated clock difference, in seconds. */
    CLOCK_SKEW_SECONDS(
            Scope.EACH_ISSUER,
            "clockSkewSeconds",
            "30",
            "Leeway for exp, 0 to 300 seconds. The same for nbf and iat, but there not under 10 nor over 59."),
    /** Maximum length of a token, in characters. */
    MAX_TOKEN_LENGTH(
            Scope.DOOR, "maxTokenLength", "16384", "Longest token that is looked at, 256 to 65536 characters."),
    /** Realm of the {@code WWW-Authenticate} challenge. */
    REALM(Scope.DOOR, "realm", "protected", "The realm of the WWW-Authenticate challenge."),
    /** Format of the error body for clients that read JSON. */
    ERROR_BODY(
            Scope.DOOR,
            "errorBody",
            "json",
            "json: a refused client that names JSON in Accept gets a small problem document (RFC 9457). container: every refused client gets the error page of the container or the application."),
    /** Removal of the {@code Authorization} header before the application. */
    WITHHOLD_AUTHORIZATION(
            Scope.DOOR,
            "withholdAuthorization",
            "false",
            "true: an accepted request reaches the application without its Authorization header, for one that reads the header itself. false: with it. See own-login.md."),
    /** Identifier of the resource (RFC 9728). */
    RESOURCE(
            Scope.DOOR,
            "resource",
            "",
            "This protected resource's identifier, an https URL as its clients call it. With it, the metadata of the resource (RFC 9728) is served and challenges tell where."),
    /** Public address of the resource metadata. */
    RESOURCE_METADATA(
            Scope.DOOR,
            "resourceMetadata",
            "",
            "URL (https) of that metadata as in challenges, where a proxy moves it. Left out, the place where it is served."),
    /** Path that answers a load balancer's health check. */
    HEALTH_PATH(
            Scope.DOOR,
            "healthPath",
            "",
            "Path within the application that answers anybody whether tokens can be verified: 200 or 503. Left out, there is none."),
    /** Class name of the application's listener. */
    ACCESS_LISTENER(
            Scope.DOOR,
            "accessListener",
            "",
            "Class of the application that implements io.holdfast.resource.AccessListener and has a public constructor without arguments. It is told of every decision."),
    /** Recipient of the metrics. */
    METRICS(
            Scope.DOOR,
            "metrics",
            "none",
            "micrometer: the numbers are also in Micrometer's global registry; its library must be there. none: they are not."),
    /** Name of the JMX view. */
    JMX_NAME(
            Scope.DOOR,
            "jmxName",
            "",
            "Name of the MBean io.holdfast:type=ProtectedResource,name=\"…\". Left out, where the door stands: context path and filter, or host and context."),
    /** Verification of tokens: as JWTs or by introspection. */
    VERIFICATION(
            Scope.EACH_ISSUER,
            "verification",
            "jwt",
            "jwt: tokens are JWTs, verified with the issuer's keys. introspection: the issuer is asked about each token."),
    /** Capacity of the cache of verified JWTs, in tokens. */
    TOKEN_CACHE_SIZE(
            Scope.EACH_ISSUER,
            "tokenCacheSize",
            "10000",
            "How many verified JWTs are remembered, so that they need not be verified again, 0 to 1000000. 0: none."),
    /** Address of the introspection endpoint. */
    INTROSPECTION_ENDPOINT(
            Scope.ONE_ISSUER,
            "introspectionEndpoint",
            "",
            "URL (https) of the introspection endpoint. Left out, it is taken from the issuer's metadata."),
    /** Format of introspection answers: plain or signed. */
    INTROSPECTION_RESPONSE(
            Scope.EACH_ISSUER,
            "introspectionResponse",
            "json",
            "json: plain answers. signed: only answers that are signed JWTs (RFC 9701)."),
    /** Lifetime of a positive introspection answer, in seconds. */
    INTROSPECTION_CACHE_SECONDS(
            Scope.EACH_ISSUER,
            "introspectionCacheSeconds",
            "30",
            "How long an answer counts that a token is active, 0 to 3600, and never beyond the token's exp."),
    /** Lifetime of a negative introspection answer, in seconds. */
    INTROSPECTION_NEGATIVE_CACHE_SECONDS(
            Scope.EACH_ISSUER,
            "introspectionNegativeCacheSeconds",
            "10",
            "How long an answer counts that makes a token useless here, 0 to 3600."),
    /** Capacity of the cache of introspection answers, in tokens. */
    INTROSPECTION_CACHE_SIZE(
            Scope.EACH_ISSUER,
            "introspectionCacheSize",
            "10000",
            "How many answers of each of the two kinds are remembered, 1 to 1000000."),
    /** Client id of this resource. */
    CLIENT_ID(
            Scope.EACH_ISSUER,
            "clientId",
            "",
            "This resource's client id at the authorization server, for introspection."),
    /** Authentication method of this resource as a client. */
    CLIENT_AUTHENTICATION(
            Scope.EACH_ISSUER,
            "clientAuthentication",
            "tls_client_auth",
            "How it proves that: tls_client_auth self_signed_tls_client_auth client_secret_basic client_secret_post"
                    + " private_key_jwt."),
    /** Signature algorithm of client assertions. */
    CLIENT_ASSERTION_ALGORITHM(
            Scope.EACH_ISSUER,
            "clientAssertionAlgorithm",
            "",
            "What private_key_jwt signs with, RS256 for example. Left out, PS256, or ES256 to ES512 by the key's curve."),
    /** Key id of client assertions. */
    CLIENT_ASSERTION_KEY_ID(
            Scope.EACH_ISSUER,
            "clientAssertionKeyId",
            "",
            "The kid of client assertions, where the server knows several keys of this client. Left out, none."),
    /** Type of client assertions. */
    CLIENT_ASSERTION_TYPE(
            Scope.EACH_ISSUER,
            "clientAssertionType",
            "JWT",
            "The typ of client assertions, client-authentication+jwt for example."),
    /** Audience of client assertions. */
    CLIENT_ASSERTION_AUDIENCE(
            Scope.EACH_ISSUER,
            "clientAssertionAudience",
            "",
            "The aud of client assertions, where the server takes only another name of its own, its token endpoint for example. Left out, the issuer."),
    /** Client secret. */
    CLIENT_SECRET(Scope.ONE_ISSUER, "clientSecret", "", "The secret of client_secret_basic or client_secret_post."),
    /** Path of the file with the client secret. */
    CLIENT_SECRET_FILE(
            Scope.ONE_ISSUER,
            "clientSecretFile",
            "",
            "Or the file that holds it: UTF-8, one line, at most 4096 bytes."),
    /** Path of the key store. */
    KEY_STORE(
            Scope.EACH_ISSUER,
            "keyStore",
            "",
            "File of the private key and certificate for tls_client_auth, self_signed_tls_client_auth and private_key_jwt: PKCS#12, JKS, BCFKS or PEM. Read again when it changes, like every file of keys, trust and secrets."),
    /** Type of the key store. */
    KEY_STORE_TYPE(
            Scope.EACH_ISSUER,
            "keyStoreType",
            "",
            "PKCS12, JKS, BCFKS or PEM; left out, it is told from the file's content. PKCS11: a key in hardware; keyStore is then the configuration of the JDK's provider SunPKCS11, which is registered in this JVM."),
    /** Registered provider of a key in hardware. */
    KEY_STORE_PROVIDER(
            Scope.EACH_ISSUER,
            "keyStoreProvider",
            "",
            "With keyStoreType PKCS11, in place of keyStore: the name of a registered provider, SunPKCS11-hsm for example."),
    /** Password of the key store. */
    KEY_STORE_PASSWORD(
            Scope.EACH_ISSUER,
            "keyStorePassword",
            "",
            "Password of the key store; in PEM of the key, of PKCS11 the PIN."),
    /** Path of the file with the password of the key store. */
    KEY_STORE_PASSWORD_FILE(
            Scope.EACH_ISSUER,
            "keyStorePasswordFile",
            "",
            "Or the file that holds it: UTF-8, in the first line, at most 4096 bytes."),
    /** Alias of the key. */
    KEY_ALIAS(
            Scope.EACH_ISSUER,
            "keyAlias",
            "",
            "Alias of the key in a key store with several; a PEM file has none. Left out, the only key."),
    /** Password of the key. */
    KEY_PASSWORD(
            Scope.EACH_ISSUER, "keyPassword", "", "The key's own password. Left out, it has that of the key store."),
    /** Path of the file with the password of the key. */
    KEY_PASSWORD_FILE(
            Scope.EACH_ISSUER, "keyPasswordFile", "", "Or the file that holds it, as with keyStorePasswordFile."),
    /** Path of the certificate beside the key. */
    KEY_CERTIFICATE(
            Scope.EACH_ISSUER,
            "keyCertificate",
            "",
            "File of the certificate and its issuers, for a keyStore that holds only the private key in PEM: tls.crt beside tls.key."),
    /** Issuer that introspects tokens that are not JWTs. */
    OPAQUE_TOKENS(
            Scope.DOOR,
            "opaqueTokens",
            "",
            "Which of several issuers with verification introspection gets the tokens that are not JWTs: its name."),
    /** Format in which a proxy forwards the client certificate. */
    CERTIFICATE_HEADER_FORMAT(
            Scope.DOOR,
            "certificateHeaderFormat",
            "",
            "How a TLS-terminating proxy forwards the client certificate: rfc9440 nginx httpd httpd-escape httpd-base64 "
                    + "haproxy envoy aws-alb aws-alb-passthrough traefik f5. Left out, only this server's own TLS counts."),
    /** Header in which a proxy forwards the client certificate. */
    CERTIFICATE_HEADER(Scope.DOOR, "certificateHeader", "", "Header that it stands in. Left out, the format's own."),
    /** Addresses of the trusted proxies. */
    TRUSTED_PROXIES(
            Scope.DOOR,
            "trustedProxies",
            "",
            "Addresses and CIDR ranges from which proxies connect; several separated by spaces. From elsewhere the "
                    + "header is ignored."),
    /** Fingerprints of the trusted proxies' own certificates. */
    TRUSTED_PROXY_CERTIFICATES(
            Scope.DOOR,
            "trustedProxyCertificates",
            "",
            "SHA-256 fingerprints of the proxies' own client certificates, separated by spaces. With trustedProxies "
                    + "both must hold."),
    /** Number of trusted proxies that append to the certificate's header. */
    TRUSTED_HOPS(
            Scope.DOOR,
            "trustedHops",
            "1",
            "Only for certificateHeaderFormat envoy: Envoys on the way, each of which appends its client to the header. There must be exactly as many elements, and the client's is that many from the right. 1 to 10."),
    /** Source of the peer's address: the socket or the container's remote address. */
    PEER_ADDRESS(
            Scope.DOOR,
            "peerAddress",
            "socket",
            "The address that trustedProxies is compared with. socket: the other end of the connection. remote-addr: "
                    + "getRemoteAddr(), for a container that does not report the socket's."),
    /** Check of the client certificate's validity period. */
    CERTIFICATE_VALIDITY(
            Scope.DOOR,
            "certificateValidity",
            "ignore",
            "check: refuse client certificates that have expired or are not yet valid. ignore: do not look."),
    /** Path of the trust store. */
    TRUST_STORE(
            Scope.EACH_ISSUER,
            "trustStore",
            "",
            "File of the certificates to trust for calls to the authorization server: PEM, DER, PKCS#7, PKCS#12, JKS or BCFKS. Left out, "
                    + "the Java platform's."),
    /** Type of the trust store. */
    TRUST_STORE_TYPE(
            Scope.EACH_ISSUER,
            "trustStoreType",
            "",
            "PKCS12, JKS, BCFKS or PEM, which is also DER and PKCS#7. Left out, it is told from the file's content."),
    /** Password of the trust store. */
    TRUST_STORE_PASSWORD(
            Scope.EACH_ISSUER, "trustStorePassword", "", "Password of the trust store; PEM, DER and PKCS#7 need none."),
    /** Path of the file with the password of the trust store. */
    TRUST_STORE_PASSWORD_FILE(
            Scope.EACH_ISSUER,
            "trustStorePasswordFile",
            "",
            "Or the file that holds it, as with keyStorePasswordFile."),
    /** Lifetime of fetched keys, in seconds. */
    JWKS_CACHE_SECONDS(
            Scope.EACH_ISSUER,
            "jwksCacheSeconds",
            "300",
            "How long fetched keys are used, 1 to 86400. While they are used they are fetched again some time before."),
    /** Time for which keys outlive an outage of their server, in seconds. */
    JWKS_OUTAGE_SECONDS(
            Scope.EACH_ISSUER,
            "jwksOutageSeconds",
            "3600",
            "How much longer they are used while the authorization server cannot be reached, 0 to 86400."),
    /** Minimum time between reloads because of an unknown {@code kid}, in seconds. */
    JWKS_RELOAD_SECONDS(
            Scope.EACH_ISSUER,
            "jwksReloadSeconds",
            "10",
            "Least time between two fetches that tokens of unknown keys cause, 1 to 3600. After a failure 10 at most."),
    /** Timeout of connecting, in milliseconds. */
    CONNECT_TIMEOUT_MILLIS(
            Scope.EACH_ISSUER,
            "connectTimeoutMillis",
            "2000",
            "How long to wait for a connection to the authorization server, 1 to 60000."),
    /** Timeout of waiting for an answer, in milliseconds. */
    RESPONSE_TIMEOUT_MILLIS(
            Scope.EACH_ISSUER,
            "responseTimeoutMillis",
            "5000",
            "How long each call to the authorization server may take as a whole, and a request may wait for its keys, 1 to 60000.");

    private final Scope scope;
    private final String settingName;
    private final @Nullable String defaultValue;
    private final String description;

    ResourceSetting(Scope scope, String settingName, @Nullable String defaultValue, String description) {
        this.scope = scope;
        this.settingName = settingName;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The name, in camel case: that of the filter's {@code init-param} and of the valve's attribute. */
    public String settingName() {
        return settingName;
    }

    /** The default value; empty if the setting is required. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** The meaning of the setting, with its unit and range. */
    public String description() {
        return description;
    }

    /** The setting of exactly this name, in this letter case. */
    public static Optional<ResourceSetting> named(String name) {
        for (ResourceSetting setting : values()) {
            if (setting.settingName.equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    Scope scope() {
        return scope;
    }

    /** True if a change of the value needs a new token verifier. */
    boolean concernsVerification() {
        return this == MAX_TOKEN_LENGTH
                || this == SIGNATURE_PROVIDER
                || this == SECURITY
                || (scope != Scope.DOOR && this != BINDING);
    }

    boolean isSecret() {
        return this == TRUST_STORE_PASSWORD
                || this == KEY_STORE_PASSWORD
                || this == KEY_PASSWORD
                || this == CLIENT_SECRET;
    }

    /** The subject of a setting. */
    enum Scope {
        /** The door as a whole. */
        DOOR,
        /** An issuer. Set without an issuer's name as prefix, it holds for all issuers that do not set their own. */
        EACH_ISSUER,
        /** An issuer, and only with its name as prefix: several issuers must not share a value. */
        ONE_ISSUER
    }
}
