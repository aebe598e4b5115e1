package io.holdfast.keyring;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.concurrent.Scheduler;
import io.holdfast.keyring.token.BindingCheck;
import io.holdfast.keystore.CredentialSource;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PasswordSource;
import io.holdfast.keystore.TrustSource;
import io.holdfast.token.SignatureAlgorithm;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link KeyRing}. Required are a key store, an issuer or a token endpoint, a client id and
 * at least one allowed origin or rule. Not for use by several threads.
 */
public final class KeyRingBuilder {
    private final KeyRingSettings settings = new KeyRingSettings();

    KeyRingBuilder() {}

    /** The source of key and certificate, for token calls and resource calls alike. Required. */
    public KeyRingBuilder keyStore(KeyStoreSource source) {
        settings.keyStore = Objects.requireNonNull(source, "keyStore");
        return this;
    }

    /**
     * The source of the credentials as a whole, instead of key store and trust: for example for a TLS context of the
     * application's own.
     */
    public KeyRingBuilder credentialSource(CredentialSource source) {
        settings.credentialSource = Objects.requireNonNull(source, "credentialSource");
        return this;
    }

    /** The trusted certificates of all servers. Default: those that the Java platform trusts. */
    public KeyRingBuilder trust(TrustSource trusted) {
        settings.trust = Objects.requireNonNull(trusted, "trust");
        return this;
    }

    /**
     * The authorization server's identifier, exactly as the server writes it. Its metadata name the token endpoint (or
     * its mutual TLS alias); they are read for the first token. Required unless a token endpoint is set.
     */
    public KeyRingBuilder issuer(String issuerIdentifier) {
        settings.issuer = Objects.requireNonNull(issuerIdentifier, "issuer");
        return this;
    }

    /** The token endpoint, an https address, instead of an issuer: no metadata are read. */
    public KeyRingBuilder tokenEndpoint(URI address) {
        settings.tokenEndpoint = Objects.requireNonNull(address, "tokenEndpoint");
        return this;
    }

    /** The client id at the authorization server. Required. */
    public KeyRingBuilder clientId(String id) {
        settings.clientId = Objects.requireNonNull(id, "clientId");
        return this;
    }

    /** The client's authentication method. Default: {@link ClientAuthentication#TLS_CLIENT_AUTH}. */
    public KeyRingBuilder clientAuthentication(ClientAuthentication method) {
        settings.clientAuthentication = Objects.requireNonNull(method, "clientAuthentication");
        return this;
    }

    /**
     * The secret that the client shares with the server, for {@link ClientAuthentication#CLIENT_SECRET_BASIC} and
     * {@link ClientAuthentication#CLIENT_SECRET_POST}. Some servers do not bind the tokens of such clients to the certificate: the
     * key ring refuses such a JWT ({@link #bindingCheck}). A secret that is empty or has a control character, as the end of
     * a line, is a failure of {@code build}.
     */
    public KeyRingBuilder clientSecret(char[] secret) {
        return clientSecret(PasswordSource.of(secret));
    }

    /**
     * The source of the client secret: a file, the environment or a callback; called for each new certificate, and
     * again when the server has refused the client.
     */
    public KeyRingBuilder clientSecret(PasswordSource secret) {
        settings.clientSecret = Objects.requireNonNull(secret, "clientSecret");
        return this;
    }

    /**
     * The key that signs the client's assertions, for {@link ClientAuthentication#PRIVATE_KEY_JWT}; it is read for each
     * new certificate, and again when the server has refused the client. Default: the key of the certificate.
     */
    public KeyRingBuilder assertionKey(KeyStoreSource source) {
        settings.assertionKey = Objects.requireNonNull(source, "assertionKey");
        return this;
    }

    /**
     * The signature algorithm of the client's assertions. Default: the usual one for the key, PS256 for RSA, ES256,
     * ES384 or ES512 for EC, EdDSA for Ed25519. Set RS256 for hardware, or a server, without RSASSA-PSS.
     */
    public KeyRingBuilder assertionAlgorithm(SignatureAlgorithm algorithm) {
        settings.assertion = settings.assertion.algorithm(Objects.requireNonNull(algorithm, "assertionAlgorithm"));
        return this;
    }

    /**
     * The {@code kid} of the client's assertions, where the server knows several keys of the client. Default: none.
     *
     * @throws IllegalArgumentException if it is empty, longer than 2048 characters or not printable ASCII
     */
    public KeyRingBuilder assertionKeyId(String keyId) {
        settings.assertion = settings.assertion.keyId(keyId);
        return this;
    }

    /**
     * The {@code typ} of the client's assertions, {@code client-authentication+jwt} for example. Default: {@code JWT}.
     *
     * @throws IllegalArgumentException as {@link #assertionKeyId}
     */
    public KeyRingBuilder assertionType(String type) {
        settings.assertion = settings.assertion.type(type);
        return this;
    }

    /**
     * The audience of the client's assertions, where the server takes only another name of its own, its token endpoint for
     * example. Default: the issuer; with {@link #tokenEndpoint} that address, of which the log warns.
     *
     * @throws IllegalArgumentException as {@link #assertionKeyId}
     */
    public KeyRingBuilder assertionAudience(String audience) {
        settings.assertion = settings.assertion.audience(audience);
        return this;
    }

    /**
     * Requires the settings to keep to sections 5.3.3.1 and 5.4.1 of the FAPI 2.0 Security Profile. Default: not required.
     * {@link #build} then fails with an {@link IllegalStateException} for a client secret, a {@link #tokenEndpoint} and a
     * {@link #bindingCheck} other than FAIL; with a {@link KeyMaterialException} for assertions that are not signed by
     * PS256, ES256 or EdDSA, or whose audience is not the issuer.
     *
     * @see <a href="https://openid.net/specs/fapi-security-profile-2_0-final.html">FAPI 2.0 Security Profile</a>
     */
    public KeyRingBuilder fapi2() {
        settings.fapi2 = true;
        return this;
    }

    /** The treatment of a token that is not bound to the certificate. Default: {@link BindingCheck#FAIL}. */
    public KeyRingBuilder bindingCheck(BindingCheck check) {
        settings.bindingCheck = Objects.requireNonNull(check, "bindingCheck");
        return this;
    }

    /** The treatment of metadata that contradict bound tokens. Default: {@link MetadataCheck#WARN}. */
    public KeyRingBuilder metadataCheck(MetadataCheck check) {
        settings.metadataCheck = Objects.requireNonNull(check, "metadataCheck");
        return this;
    }

    /**
     * The HTTP proxy for calls to the authorization server, for example {@code http://proxy.example.com:3128}; TLS is
     * tunnelled through it. Default: none, whatever the system properties say.
     *
     * @throws IllegalArgumentException if the address has more than scheme, host and port, or another scheme
     */
    public KeyRingBuilder proxy(URI address) {
        AuthorizationServerConnection.Builder unused = settings.connection.proxy(address);
        return this;
    }

    /** Adds a listener, which receives every event from the first token on. */
    public KeyRingBuilder listener(KeyRingListener listener) {
        settings.listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Registers a {@link KeyRingMXBean} with the platform's MBean server as
     * {@code io.holdfast:type=KeyRing,name=}<i>name</i>, until the ring is closed. Default: none.
     */
    public KeyRingBuilder jmxName(String name) {
        settings.jmxName = Objects.requireNonNull(name, "jmxName");
        return this;
    }

    /** Adds scopes to request, each as a string of its own. Default: none, for the server's default scopes. */
    public KeyRingBuilder scopes(String... names) {
        settings.scopes.addAll(Arrays.asList(names));
        return this;
    }

    /** Adds resources that the token is for (RFC 8707), each an absolute URI without fragment. Default: none. */
    public KeyRingBuilder resources(String... identifiers) {
        settings.resources.addAll(Arrays.asList(identifiers));
        return this;
    }

    /**
     * Adds servers that may receive the token, for example {@code https://api.example.com:8443}. Required.
     *
     * @throws IllegalArgumentException if one is not https, or more than scheme, host and port
     */
    public KeyRingBuilder allowedOrigins(String... httpsOrigins) {
        for (String origin : httpsOrigins) {
            Origin.parse(origin);
            settings.origins.add(origin);
        }
        return this;
    }

    /**
     * Lets requests follow redirects from one origin to another unchanged: with their body, and with the other origin's
     * token and the certificate if that origin is allowed. The opposite direction is another pair. Default: none. Then
     * a {@code GET} or {@code HEAD} without a body follows to another origin without token and certificate, and any
     * other request is not repeated there: the caller receives its redirect.
     *
     * @throws IllegalArgumentException if one is not https, or more than scheme, host and port
     */
    public KeyRingBuilder allowRedirect(String fromOrigin, String toOrigin) {
        settings.redirects.add(new RedirectPair(fromOrigin, toOrigin));
        return this;
    }

    /** The timeout of connecting to the authorization server. Default: 2 s. */
    public KeyRingBuilder connectTimeout(Duration timeout) {
        AuthorizationServerConnection.Builder unused = settings.connection.connectTimeout(timeout);
        return this;
    }

    /** The timeout of waiting for data from the authorization server. Default: 3 s. */
    public KeyRingBuilder responseTimeout(Duration timeout) {
        AuthorizationServerConnection.Builder unused = settings.connection.responseTimeout(timeout);
        return this;
    }

    /** The timeout of a whole call to the authorization server. Default: 5 s. */
    public KeyRingBuilder totalTimeout(Duration timeout) {
        AuthorizationServerConnection.Builder unused = settings.connection.totalTimeout(timeout);
        return this;
    }

    /** The time before a token's end from which it is no longer used, at most half of its life. Default: 30 s. */
    public KeyRingBuilder expiryMargin(Duration margin) {
        settings.expiryMargin = notNegative(margin, "expiryMargin");
        return this;
    }

    /** The lifetime of a token if the server does not state it; zero for one request only. Default: 60 s. */
    public KeyRingBuilder defaultLifetime(Duration lifetime) {
        settings.defaultLifetime = notNegative(lifetime, "defaultLifetime");
        return this;
    }

    /**
     * The time between looks at the key store, besides those after a file system event or a refused certificate or
     * token. Zero for no regular looks: then only {@link KeyRing#reload()} and refusals cause one. Default: 10 s.
     */
    public KeyRingBuilder keyStoreCheckInterval(Duration interval) {
        settings.checkInterval = notNegative(interval, "keyStoreCheckInterval");
        return this;
    }

    /**
     * The time before the end of the certificate in use from which to warn, once a day, in the log and to listeners.
     * For a short-lived certificate, the last third of its life. Checked with the key store. Default: 14 days.
     */
    public KeyRingBuilder warnBeforeExpiry(Duration time) {
        settings.expiryWarning = notNegative(time, "warnBeforeExpiry");
        return this;
    }

    /** Clocks for tests: the time, monotonic nanoseconds, and a scheduler of later work; null for a thread. */
    KeyRingBuilder clocks(Clock clock, LongSupplier ticker, @Nullable Scheduler scheduler) {
        settings.clock = clock;
        settings.ticker = ticker;
        settings.scheduler = scheduler;
        return this;
    }

    /** Adds a rule: the token for some requests. */
    public KeyRingBuilder rule(TokenRule rule) {
        settings.rules.add(Objects.requireNonNull(rule, "rule"));
        return this;
    }

    /**
     * Loads the key store and makes the key ring. Connects nothing yet.
     *
     * @throws KeyMaterialException if the key store cannot be loaded, its certificate is not valid now, or the client's
     *     assertions cannot be made as set
     * @throws IllegalStateException if settings are missing or contradict each other; the message names all of them
     * @throws IllegalArgumentException if a scope, a resource, the issuer or the token endpoint is malformed
     */
    public KeyRing build() throws KeyMaterialException {
        return new KeyRingAssembly(settings).keyRing();
    }

    private static Duration notNegative(Duration duration, String name) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + ": it must not be negative.");
        }
        return duration;
    }
}
