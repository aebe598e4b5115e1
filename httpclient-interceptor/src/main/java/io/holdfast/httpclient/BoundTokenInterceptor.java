package io.holdfast.httpclient;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.TrustedCertificates;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Gets certificate-bound access tokens over mutual TLS and attaches them to the requests of an Apache HttpClient 5
 * (classic, 5.2 or newer). Token call and resource call present the same certificate.
 *
 * <pre>{@code
 * BoundTokenInterceptor tokens = BoundTokenInterceptor.builder()
 *         .keyStore(KeyStoreFile.at(Paths.get("server-a.p12")).password(password).build())
 *         .issuer("https://as.example.com")
 *         .clientId("server-a")
 *         .scopes("orders:read")
 *         .allowedOrigins("https://api.partner.example")
 *         .build();
 * CloseableHttpClient client = tokens.configure(HttpClients.custom()).build();
 * }</pre>
 *
 * <p><b>Who gets the token.</b> Only servers that a connection reaches by TLS and whose scheme, host and port are among
 * the allowed origins; every redirect hop is looked at again. Other requests pass as they are. A request by plain
 * {@code http} to the host of an allowed origin fails with a {@code ProtocolException}. A request that already has an
 * {@code Authorization} header is left alone.
 *
 * <p><b>What a 401 does.</b> When an allowed server answers 401 with a Bearer challenge {@code invalid_token}, the token
 * is dropped, a new one fetched and the request sent once more, if its body can be repeated.
 * The second answer goes to the caller, whatever it is; if it refuses the new token too, that one is kept for ten
 * seconds before another is fetched.
 *
 * <p><b>Where in the chain.</b> Right outside {@code PROTOCOL}: inside of redirects and retries, so that every hop and
 * every attempt is judged by itself; outside of {@code CONNECT}, so that no connection is held while a token is fetched
 * and the connection of a refused answer can be given up; outside of an HTTP cache, so that the cache sees the
 * {@code Authorization} header and keeps answers apart.
 *
 * <p>Safe for use by several threads. Close it after the clients that use it: that ends its one thread and forgets the
 * tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class BoundTokenInterceptor implements ExecChainHandler, Closeable {
    /** The name under which {@link #configure} puts this link into the chain. */
    public static final String CHAIN_NAME = "HOLDFAST_BOUND_TOKEN";

    private final CredentialGeneration credentials;
    private final TokenSource source;
    private final TokenCache tokens;
    private final BoundTokenExec exec;
    private final ConnectionCertificateExec certificateCheck;

    private BoundTokenInterceptor(
            CredentialGeneration credentials,
            TokenSource source,
            TokenCache tokens,
            BoundTokenExec exec,
            ConnectionCertificateExec certificateCheck) {
        this.credentials = credentials;
        this.source = source;
        this.tokens = tokens;
        this.exec = exec;
        this.certificateCheck = certificateCheck;
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Gives the client connections that offer the certificate, from a pool of its own, and puts this link into its chain.
     *
     * @return the same builder
     */
    public HttpClientBuilder configure(HttpClientBuilder client) {
        return configure(
                client,
                configure(PoolingHttpClientConnectionManagerBuilder.create()).build());
    }

    /**
     * The same with a connection manager that you have made.
     *
     * @param connections must open TLS connections with {@link #sslContext()}, as those of a builder do that went
     *     through {@link #configure(PoolingHttpClientConnectionManagerBuilder)}. A request whose connection was made
     *     with another certificate fails before the token is sent; HttpClient 5.2 cannot tell, and there the resource has
     *     to refuse it
     * @return the same builder
     */
    public HttpClientBuilder configure(HttpClientBuilder client, HttpClientConnectionManager connections) {
        return client.setConnectionManager(connections)
                .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), CHAIN_NAME, this)
                .addExecInterceptorLast(CHAIN_NAME + "_CERTIFICATE", certificateCheck);
    }

    /**
     * Lets a connection manager open TLS connections that offer the certificate. Host names are verified; TLS before 1.2
     * is off.
     *
     * @return the same builder
     */
    @SuppressWarnings("deprecation") // its successor came with 5.4, and 5.2 is the oldest that users may have
    public PoolingHttpClientConnectionManagerBuilder configure(PoolingHttpClientConnectionManagerBuilder connections) {
        return connections.setSSLSocketFactory(org.apache.hc.client5.http.ssl.SSLConnectionSocketFactoryBuilder.create()
                .setSslContext(credentials.sslContext())
                .build());
    }

    /** The TLS context that offers the certificate and trusts the trusted ones. It does not verify host names. */
    public SSLContext sslContext() {
        return credentials.sslContext();
    }

    /** The thumbprint of the certificate: what the tokens are bound to. */
    public CertificateThumbprint thumbprint() {
        return credentials.thumbprint();
    }

    /**
     * Sends a request on, with the token if its server may get it.
     *
     * @throws TokenUnavailableException if a token is needed and cannot be had
     * @throws HttpException if the request would go without TLS to the host of an allowed origin
     */
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        return exec.execute(request, scope, chain);
    }

    /** Forgets the tokens and closes the way to the authorization server. May be called again. */
    @Override
    public void close() {
        tokens.clear();
        source.close();
    }

    /** Whose tokens go where; no token and no key. */
    @Override
    public String toString() {
        return "BoundTokenInterceptor[" + exec + "]";
    }

    /**
     * Collects what a {@link BoundTokenInterceptor} needs. Required are a key store, an issuer or a token endpoint, a
     * client id and at least one allowed origin. Not for use by several threads.
     */
    public static final class Builder {
        private @Nullable KeyStoreSource keyStore;
        private @Nullable TrustedCertificates trust;
        private @Nullable String issuer;
        private @Nullable URI tokenEndpoint;
        private @Nullable String clientId;
        private ClientAuthentication clientAuthentication = ClientAuthentication.TLS_CLIENT_AUTH;
        private final Set<String> scopes = new LinkedHashSet<>();
        private final Set<String> resources = new LinkedHashSet<>();
        private final List<Origin> origins = new ArrayList<>();
        private final AuthorizationServerConnection.Builder connection = AuthorizationServerConnection.builder();
        private Duration expiryMargin = Duration.ofSeconds(30);
        private Duration defaultLifetime = Duration.ofSeconds(60);
        private LongSupplier ticker = System::nanoTime;

        private Builder() {}

        /** Where key and certificate come from: for token calls and resource calls alike. Required. */
        public Builder keyStore(KeyStoreSource source) {
            this.keyStore = Objects.requireNonNull(source, "keyStore");
            return this;
        }

        /** Which servers' certificates are trusted, at both ends. Default: what the Java platform trusts. */
        public Builder trust(TrustedCertificates trusted) {
            this.trust = Objects.requireNonNull(trusted, "trust");
            return this;
        }

        /**
         * The authorization server, whose metadata name the token endpoint (or its mutual TLS alias). They are read when
         * the first token is needed. Exactly as the server writes it. Required unless a token endpoint is given.
         */
        public Builder issuer(String issuerIdentifier) {
            this.issuer = Objects.requireNonNull(issuerIdentifier, "issuer");
            return this;
        }

        /** The token endpoint, an https address, instead of an issuer: no metadata are read then. */
        public Builder tokenEndpoint(URI address) {
            this.tokenEndpoint = Objects.requireNonNull(address, "tokenEndpoint");
            return this;
        }

        /** Who the client is at the authorization server. Required. */
        public Builder clientId(String id) {
            this.clientId = Objects.requireNonNull(id, "clientId");
            return this;
        }

        /** How the client proves who it is. Default: {@link ClientAuthentication#TLS_CLIENT_AUTH}. */
        public Builder clientAuthentication(ClientAuthentication method) {
            this.clientAuthentication = Objects.requireNonNull(method, "clientAuthentication");
            return this;
        }

        /** Adds scopes to ask for, each by itself. Default: none, which is what the server gives by default. */
        public Builder scopes(String... names) {
            this.scopes.addAll(Arrays.asList(names));
            return this;
        }

        /** Adds resources that the token is for (RFC 8707), each an absolute URI without fragment. Default: none. */
        public Builder resources(String... identifiers) {
            this.resources.addAll(Arrays.asList(identifiers));
            return this;
        }

        /**
         * Adds servers that may get the token, like {@code https://api.example.com:8443}. Required.
         *
         * @throws IllegalArgumentException if one is not https, or more than scheme, host and port
         */
        public Builder allowedOrigins(String... httpsOrigins) {
            for (String origin : httpsOrigins) {
                this.origins.add(Origin.parse(origin));
            }
            return this;
        }

        /** How long connecting to the authorization server may take. Default: 2 s. */
        public Builder connectTimeout(Duration timeout) {
            connection.connectTimeout(timeout);
            return this;
        }

        /** How long the authorization server may be silent. Default: 3 s. */
        public Builder responseTimeout(Duration timeout) {
            connection.responseTimeout(timeout);
            return this;
        }

        /** How long a call to the authorization server may take as a whole. Default: 5 s. */
        public Builder totalTimeout(Duration timeout) {
            connection.totalTimeout(timeout);
            return this;
        }

        /** How long before its end a token is no longer used, at most half of its life. Default: 30 s. */
        public Builder expiryMargin(Duration margin) {
            this.expiryMargin = notNegative(margin, "expiryMargin");
            return this;
        }

        /** How long a token lives when the server does not say; zero: for one request. Default: 60 s. */
        public Builder defaultLifetime(Duration lifetime) {
            this.defaultLifetime = notNegative(lifetime, "defaultLifetime");
            return this;
        }

        /** A clock for tests: nanoseconds that only move forward. */
        Builder ticker(LongSupplier nanoseconds) {
            this.ticker = nanoseconds;
            return this;
        }

        /**
         * Loads the key store and makes the interceptor. Nothing is connected yet.
         *
         * @throws KeyMaterialException if the key store cannot be loaded
         * @throws IllegalStateException if something required is missing; the message names all of it
         * @throws IllegalArgumentException if a scope, a resource, the issuer or the token endpoint is not one
         */
        public BoundTokenInterceptor build() throws KeyMaterialException {
            KeyStoreSource keys = keyStore;
            String client = clientId;
            if (keys == null || client == null || !problems().isEmpty()) {
                throw new IllegalStateException("The interceptor cannot be built: " + String.join(" ", problems()));
            }
            TokenRequest request = TokenRequest.clientCredentials(scopes, resources);
            CredentialGeneration credentials =
                    CredentialGeneration.of(keys.load(), trust != null ? trust : TrustedCertificates.ofPlatform());
            TokenSource source = new TokenSource(
                    connection.credentials(credentials).build(), issuer, tokenEndpoint, client, clientAuthentication);
            String server = issuer != null ? issuer : String.valueOf(tokenEndpoint);
            TokenKey key = new TokenKey(server, client, request, credentials.thumbprint());
            TokenCache tokens = new TokenCache(source::fetch, new TokenLifetime(expiryMargin, defaultLifetime), ticker);
            AllowedOrigins allowed = new AllowedOrigins(origins);
            return new BoundTokenInterceptor(
                    credentials,
                    source,
                    tokens,
                    new BoundTokenExec(tokens, key, allowed),
                    new ConnectionCertificateExec(credentials.thumbprint(), allowed));
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
            if (origins.isEmpty()) {
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
}
