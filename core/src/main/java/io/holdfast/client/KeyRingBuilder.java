package io.holdfast.client;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.CredentialSource;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.TrustSource;
import io.holdfast.keystore.TrustedCertificates;
import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link KeyRing} needs. Required are a key store, an issuer or a token endpoint, a client id and at
 * least one allowed origin or rule. Not for use by several threads.
 */
public final class KeyRingBuilder {
    private @Nullable KeyStoreSource keyStore;
    private @Nullable TrustSource trust;
    private @Nullable String issuer;
    private @Nullable URI tokenEndpoint;
    private @Nullable String clientId;
    private ClientAuthentication clientAuthentication = ClientAuthentication.TLS_CLIENT_AUTH;
    private final Set<String> scopes = new LinkedHashSet<>();
    private final Set<String> resources = new LinkedHashSet<>();
    private final List<String> origins = new ArrayList<>();
    private final List<TokenRule> rules = new ArrayList<>();
    private final AuthorizationServerConnection.Builder connection = AuthorizationServerConnection.builder();
    private Duration expiryMargin = Duration.ofSeconds(30);
    private Duration defaultLifetime = Duration.ofSeconds(60);
    private LongSupplier ticker = System::nanoTime;

    KeyRingBuilder() {}

    /** Where key and certificate come from: for token calls and resource calls alike. Required. */
    public KeyRingBuilder keyStore(KeyStoreSource source) {
        this.keyStore = Objects.requireNonNull(source, "keyStore");
        return this;
    }

    /** Which servers' certificates are trusted, at both ends. Default: what the Java platform trusts. */
    public KeyRingBuilder trust(TrustSource trusted) {
        this.trust = Objects.requireNonNull(trusted, "trust");
        return this;
    }

    /**
     * The authorization server, whose metadata name the token endpoint (or its mutual TLS alias). They are read when
     * the first token is needed. Exactly as the server writes it. Required unless a token endpoint is given.
     */
    public KeyRingBuilder issuer(String issuerIdentifier) {
        this.issuer = Objects.requireNonNull(issuerIdentifier, "issuer");
        return this;
    }

    /** The token endpoint, an https address, instead of an issuer: no metadata are read then. */
    public KeyRingBuilder tokenEndpoint(URI address) {
        this.tokenEndpoint = Objects.requireNonNull(address, "tokenEndpoint");
        return this;
    }

    /** Who the client is at the authorization server. Required. */
    public KeyRingBuilder clientId(String id) {
        this.clientId = Objects.requireNonNull(id, "clientId");
        return this;
    }

    /** How the client proves who it is. Default: {@link ClientAuthentication#TLS_CLIENT_AUTH}. */
    public KeyRingBuilder clientAuthentication(ClientAuthentication method) {
        this.clientAuthentication = Objects.requireNonNull(method, "clientAuthentication");
        return this;
    }

    /** Adds scopes to ask for, each by itself. Default: none, which is what the server gives by default. */
    public KeyRingBuilder scopes(String... names) {
        this.scopes.addAll(Arrays.asList(names));
        return this;
    }

    /** Adds resources that the token is for (RFC 8707), each an absolute URI without fragment. Default: none. */
    public KeyRingBuilder resources(String... identifiers) {
        this.resources.addAll(Arrays.asList(identifiers));
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
            this.origins.add(origin);
        }
        return this;
    }

    /** How long connecting to the authorization server may take. Default: 2 s. */
    public KeyRingBuilder connectTimeout(Duration timeout) {
        connection.connectTimeout(timeout);
        return this;
    }

    /** How long the authorization server may be silent. Default: 3 s. */
    public KeyRingBuilder responseTimeout(Duration timeout) {
        connection.responseTimeout(timeout);
        return this;
    }

    /** How long a call to the authorization server may take as a whole. Default: 5 s. */
    public KeyRingBuilder totalTimeout(Duration timeout) {
        connection.totalTimeout(timeout);
        return this;
    }

    /** How long before its end a token is no longer used, at most half of its life. Default: 30 s. */
    public KeyRingBuilder expiryMargin(Duration margin) {
        this.expiryMargin = notNegative(margin, "expiryMargin");
        return this;
    }

    /** How long a token lives when the server does not say; zero: for one request. Default: 60 s. */
    public KeyRingBuilder defaultLifetime(Duration lifetime) {
        this.defaultLifetime = notNegative(lifetime, "defaultLifetime");
        return this;
    }

    /** A clock for tests: nanoseconds that only move forward. */
    KeyRingBuilder ticker(LongSupplier nanoseconds) {
        this.ticker = nanoseconds;
        return this;
    }

    /** Adds a rule: which requests get which token. */
    public KeyRingBuilder rule(TokenRule rule) {
        this.rules.add(Objects.requireNonNull(rule, "rule"));
        return this;
    }

    /**
     * Loads the key store and makes the key ring. Nothing is connected yet.
     *
     * @throws KeyMaterialException if the key store cannot be loaded
     * @throws IllegalStateException if something required is missing; the message names all of it
     * @throws IllegalArgumentException if a scope, a resource, the issuer or the token endpoint is not one
     */
    public KeyRing build() throws KeyMaterialException {
        KeyStoreSource keys = keyStore;
        String client = clientId;
        if (keys == null || client == null || !problems().isEmpty()) {
            throw new IllegalStateException("The key ring cannot be built: " + String.join(" ", problems()));
        }
        List<TokenRule> all = new ArrayList<>(rules);
        for (String origin : origins) {
            all.add(TokenRule.of(origin, scopes, resources));
        }
        CredentialGeneration credentials = CredentialSource.of(
                        keys, trust != null ? trust : TrustedCertificates.ofPlatform())
                .load();
        AuthorizationServerConnection way = connection.credentials(credentials).build();
        TokenSource source = new TokenSource(
                way,
                tokenEndpoint != null
                        ? EndpointLocation.at(tokenEndpoint)
                        : DiscoveredEndpoint.ofToken(
                                String.valueOf(issuer), new MetadataDiscovery(way), System::nanoTime),
                AuthenticatedClient.byCertificate(client, clientAuthentication));
        return new KeyRing(
                new Parts(
                        credentials,
                        source,
                        new TokenPolicy(
                                expiryMargin,
                                defaultLifetime,
                                BindingCheck.FAIL,
                                () -> ThreadLocalRandom.current().nextDouble()),
                        ticker),
                new TokenRules(all));
    }

    /** What one generation has. */
    static final class Parts implements Closeable {
        final CredentialGeneration credentials;
        final TokenCache tokens;
        private final TokenSource source;
        private final ExecutorService fetchers;

        Parts(CredentialGeneration credentials, TokenSource source, TokenPolicy policy, LongSupplier ticker) {
            this.credentials = credentials;
            this.source = source;
            ThreadPoolExecutor threads =
                    new ThreadPoolExecutor(8, 8, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                        Thread thread = new Thread(work, "holdfast-token");
                        thread.setDaemon(true);
                        thread.setContextClassLoader(null);
                        return thread;
                    });
            threads.allowCoreThreadTimeOut(true);
            this.fetchers = threads;
            this.tokens = new TokenCache(credentials, source, policy, fetchers, ticker, new TokenEvents() {
                @Override
                public void fetched(BoundToken token, Duration took) {}

                @Override
                public void notFetched(TokenRequest request, Throwable cause, Duration took) {}
            });
        }

        @Override
        public void close() {
            tokens.close();
            fetchers.shutdownNow();
            source.close();
        }
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (keyStore == null) {
            problems.add("keyStore is missing.");
        }
        if (clientId == null || clientId.isEmpty()) {
            problems.add("clientId is missing.");
        }
        if ((issuer == null) == (tokenEndpoint == null)) {
            problems.add("Give either issuer or tokenEndpoint, not " + (issuer == null ? "neither." : "both."));
        }
        if (origins.isEmpty() && rules.isEmpty()) {
            problems.add("allowedOrigins is missing: no request would ever get a token.");
        }
        return problems;
    }

    private static Duration notNegative(Duration duration, String name) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + ": it must not be negative.");
        }
        return duration;
    }
}
