package io.holdfast.keyring;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.token.BindingCheck;
import io.holdfast.concurrent.Scheduler;
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
 * Collects what a {@link KeyRing} needs. Required are a key store, an issuer or a token endpoint, a client id and at
 * least one allowed origin or rule. Not for use by several threads.
 */
public final class KeyRingBuilder {
    private final KeyRingSettings settings = new KeyRingSettings();

    KeyRingBuilder() {}

    /** Where key and certificate come from: for token calls and resource calls alike. Required. */
    public KeyRingBuilder keyStore(KeyStoreSource source) {
        settings.keyStore = Objects.requireNonNull(source, "keyStore");
        return this;
    }

    /**
     * Where the credentials come from as a whole, instead of key store and trust: a TLS context that somebody else makes,
     * for example.
     */
    public KeyRingBuilder credentialSource(CredentialSource source) {
        settings.credentialSource = Objects.requireNonNull(source, "credentialSource");
        return this;
    }

    /** Which servers' certificates are trusted, at both ends. Default: what the Java platform trusts. */
    public KeyRingBuilder trust(TrustSource trusted) {
        settings.trust = Objects.requireNonNull(trusted, "trust");
        return this;
    }

    /**
     * The authorization server, whose metadata name the token endpoint (or its mutual TLS alias). They are read when
     * the first token is needed. Exactly as the server writes it. Required unless a token endpoint is given.
     */
    public KeyRingBuilder issuer(String issuerIdentifier) {
        settings.issuer = Objects.requireNonNull(issuerIdentifier, "issuer");
        return this;
    }

    /** The token endpoint, an https address, instead of an issuer: no metadata are read then. */
    public KeyRingBuilder tokenEndpoint(URI address) {
        settings.tokenEndpoint = Objects.requireNonNull(address, "tokenEndpoint");
        return this;
    }

    /** Who the client is at the authorization server. Required. */
    public KeyRingBuilder clientId(String id) {
        settings.clientId = Objects.requireNonNull(id, "clientId");
        return this;
    }

    /** How the client proves who it is. Default: {@link ClientAuthentication#TLS_CLIENT_AUTH}. */
    public KeyRingBuilder clientAuthentication(ClientAuthentication method) {
        settings.clientAuthentication = Objects.requireNonNull(method, "clientAuthentication");
        return this;
    }

    /**
     * The secret that the client shares with the server, for {@link ClientAuthentication#CLIENT_SECRET_BASIC} and
     * {@link ClientAuthentication#CLIENT_SECRET_POST}. Tokens are bound to the certificate all the same.
     */
    public KeyRingBuilder clientSecret(char[] secret) {
        return clientSecret(PasswordSource.of(secret));
    }

    /**
     * The same from a file, the environment or a callback; asked for each new certificate, and again when the server has
     * refused the client.
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
     * What the client's assertions are signed with. Default: what is usual for the key, PS256 for RSA, ES256, ES384 or ES512
     * for EC, EdDSA for Ed25519. Set RS256 for hardware, or a server, that does no RSASSA-PSS.
     */
    public KeyRingBuilder assertionAlgorithm(SignatureAlgorithm algorithm) {
        settings.assertionAlgorithm = Objects.requireNonNull(algorithm, "assertionAlgorithm");
        return this;
    }

    /** What is done with a token that is not bound to the certificate. Default: {@link BindingCheck#FAIL}. */
    public KeyRingBuilder bindingCheck(BindingCheck check) {
        settings.bindingCheck = Objects.requireNonNull(check, "bindingCheck");
        return this;
    }

    /** What is done with metadata that speak against bound tokens. Default: {@link MetadataCheck#WARN}. */
    public KeyRingBuilder metadataCheck(MetadataCheck check) {
        settings.metadataCheck = Objects.requireNonNull(check, "metadataCheck");
        return this;
    }

    /**
     * The HTTP proxy through which the authorization server is called, like {@code http://proxy.example.com:3128}; TLS
     * goes through it whole. Default: none, whatever the system properties say.
     *
     * @throws IllegalArgumentException if it is more than that, or another scheme
     */
    public KeyRingBuilder proxy(URI address) {
        AuthorizationServerConnection.Builder unused = settings.connection.proxy(address);
        return this;
    }

    /** Adds a listener, which hears of everything from the first token on. */
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

    /** Adds scopes to ask for, each by itself. Default: none, which is what the server gives by default. */
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
     * Adds servers that may get the token, like {@code https://api.example.com:8443}. Required.
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
     * Lets requests follow redirects from one origin to another as they are: with their body, and with the other origin's
     * token and the certificate if that origin is allowed. The way back is another pair. Default: none. Then a {@code GET}
     * or {@code HEAD} without a body follows to another origin without token and certificate, and any other request is
     * not repeated there: its redirect is the caller's.
     *
     * @throws IllegalArgumentException if one is not https, or more than scheme, host and port
     */
    public KeyRingBuilder allowRedirect(String fromOrigin, String toOrigin) {
        settings.redirects.add(new RedirectPair(fromOrigin, toOrigin));
        return this;
    }

    /** How long connecting to the authorization server may take. Default: 2 s. */
    public KeyRingBuilder connectTimeout(Duration timeout) {
        AuthorizationServerConnection.Builder unused = settings.connection.connectTimeout(timeout);
        return this;
    }

    /** How long the authorization server may be silent. Default: 3 s. */
    public KeyRingBuilder responseTimeout(Duration timeout) {
        AuthorizationServerConnection.Builder unused = settings.connection.responseTimeout(timeout);
        return this;
    }

    /** How long a call to the authorization server may take as a whole. Default: 5 s. */
    public KeyRingBuilder totalTimeout(Duration timeout) {
        AuthorizationServerConnection.Builder unused = settings.connection.totalTimeout(timeout);
        return this;
    }

    /** How long before its end a token is no longer used, at most half of its life. Default: 30 s. */
    public KeyRingBuilder expiryMargin(Duration margin) {
        settings.expiryMargin = notNegative(margin, "expiryMargin");
        return this;
    }

    /** How long a token lives when the server does not say; zero: for one request. Default: 60 s. */
    public KeyRingBuilder defaultLifetime(Duration lifetime) {
        settings.defaultLifetime = notNegative(lifetime, "defaultLifetime");
        return this;
    }

    /**
     * How often the key store is looked at, besides when the file system tells of a change or a certificate or token is
     * refused. Zero: never, only {@link KeyRing#reload()} and refusals do. Default: 10 s.
     */
    public KeyRingBuilder keyStoreCheckInterval(Duration interval) {
        settings.checkInterval = notNegative(interval, "keyStoreCheckInterval");
        return this;
    }

    /**
     * How long before the end of the certificate in use to begin to warn, once a day, in the log and to listeners; it is
     * looked at with the key store. A certificate of short life is warned of in the last third of it. Default: 14 days.
     */
    public KeyRingBuilder warnBeforeExpiry(Duration time) {
        settings.expiryWarning = notNegative(time, "warnBeforeExpiry");
        return this;
    }

    /** Clocks for tests: the time, nanoseconds that only move forward, and what does work later; null: a thread. */
    KeyRingBuilder clocks(Clock clock, LongSupplier ticker, @Nullable Scheduler scheduler) {
        settings.clock = clock;
        settings.ticker = ticker;
        settings.scheduler = scheduler;
        return this;
    }

    /** Adds a rule: which requests get which token. */
    public KeyRingBuilder rule(TokenRule rule) {
        settings.rules.add(Objects.requireNonNull(rule, "rule"));
        return this;
    }

    /**
     * Loads the key store and makes the key ring. Nothing is connected yet.
     *
     * @throws KeyMaterialException if the key store cannot be loaded, or its certificate is not valid now
     * @throws IllegalStateException if something required is missing or contradicts something else; the message names
     *     all of it
     * @throws IllegalArgumentException if a scope, a resource, the issuer or the token endpoint is not one
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
