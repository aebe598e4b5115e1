package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.log.WarnedOnce;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets certificate-bound access tokens over mutual TLS and attaches them to the requests of an Apache HttpClient 5
 * (classic, 5.2 or newer). Token call and resource call present the same certificate.
 *
 * <pre>{@code
 * KeyRing keyRing = KeyRing.builder()
 *         .keyStore(KeyStoreFile.at(Paths.get("server-a.p12")).password(password).build())
 *         .issuer("https://as.example.com")
 *         .clientId("server-a")
 *         .scopes("orders:read")
 *         .allowedOrigins("https://api.partner.example")
 *         .build();
 * CloseableHttpClient client = BoundTokenInterceptor.of(keyRing).configure(HttpClients.custom()).build();
 * }</pre>
 *
 * <p><b>Receivers of the token.</b> Only servers that a connection reaches by TLS and whose scheme, host and port are
 * among the allowed origins. Other requests pass as they are, without the certificate. A request by plain {@code http}
 * to the host of an allowed origin fails with a {@code ProtocolException}. A request that already has an
 * {@code Authorization} header is left alone.
 *
 * <p><b>Redirects.</b> A GET or HEAD without a body follows to another origin without token and certificate, be it an
 * allowed one, and stays so; HttpClient answers no challenge there, so a 401 is the caller's. Every other request is not repeated there: the redirect is the caller's answer. {@link
 * io.holdfast.keyring.KeyRingBuilder#allowRedirect} names the pairs of https origins between which requests follow whole.
 * So they do between servers that may get neither tokens nor the certificate, unless the exchange has been at one that
 * may.
 *
 * <p><b>After a 401.</b> When an allowed server answers 401 with a Bearer challenge {@code invalid_token}, the token
 * is replaced, by one of newer credentials if the key store holds some, and the request sent once more, if its body can
 * be repeated.
 * The second answer goes to the caller, whatever it is; if it refuses the new token too, that one is kept for ten
 * seconds before another is fetched.
 *
 * <p><b>The connection.</b> It must be made with the certificate that the token is bound to: before a
 * request is written, the two are compared. If they differ nothing is sent, and another connection is tried. With a
 * connection manager that was set after {@code configure} nobody could compare them, or keep the certificate from other
 * servers, so requests with a token and those to https servers that must not see the certificate fail.
 *
 * <p><b>Identities.</b> A token request and a certificate are an identity. Each has its own cookies, and others for servers
 * that get no tokens; the cookie store of the client or of a context belongs to the identity that uses it first. An HTTP cache of the client does not tell
 * identities apart, so requests with a token, and what they are redirected to, pass it by.
 *
 * <p><b>Place in the chain.</b> Right outside {@code PROTOCOL}: inside of redirects and retries, so that every hop and
 * every attempt is judged by itself; outside of {@code CONNECT}, so that no connection is held while a token is fetched
 * and the connection of a refused answer can be given up; outside of an HTTP cache, so that it can be passed by. A second
 * link before all others sees where a request begins, and a third right before the transport removes the marks for the
 * cache.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class BoundTokenInterceptor implements ExecChainHandler {
    /** The name under which {@link #configure} puts this link into the chain. */
    public static final String CHAIN_NAME = "HOLDFAST_BOUND_TOKEN";

    /** The name of the link that {@link #configure} puts before all others. */
    static final String BORDER_NAME = "HOLDFAST_BORDER";

    /** The name of the link right before the transport. */
    static final String TRANSPORT_NAME = "HOLDFAST_TRANSPORT";

    /** The longest time to make a connection of {@link #configure(HttpClientBuilder)}. */
    static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

    /** The longest silence of such a connection. */
    static final Timeout SOCKET_TIMEOUT = Timeout.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(BoundTokenInterceptor.class);

    private final KeyRing keyRing;
    private final BoundTokenExec exec;
    private final WarnedOnce warned = new WarnedOnce();

    private BoundTokenInterceptor(KeyRing keyRing) {
        this.keyRing = keyRing;
        this.exec = new BoundTokenExec(keyRing);
    }

    /** Attaches the tokens of a key ring. The key ring stays yours to close, after the clients. */
    public static BoundTokenInterceptor of(KeyRing keyRing) {
        return new BoundTokenInterceptor(keyRing);
    }

    /**
     * Gives the client connections that offer the certificate and puts this link into its chain. Each generation of
     * credentials has its own pool: when others are in use, idle connections of the earlier ones are closed at once and
     * leased ones when their answer is read.
     *
     * <p>The pools have the sizes, timeouts and other settings of the connection manager that the builder has so far, a
     * framework's for example, but for its TLS sockets: those are the key ring's. A setting that cannot be kept is logged once at
     * WARN. Where nobody has set them, connecting may take 5 s and silence 30 s.
     *
     * @return the same builder
     */
    public HttpClientBuilder configure(HttpClientBuilder client) {
        return configure(client, pools -> {});
    }

    /**
     * Configures the client with pools that you set up, for example their size and timeouts.
     *
     * @param setUp called for the pool of each generation, which has the earlier settings already; its TLS sockets are
     *     overruled, but a {@code TlsConfig} holds
     * @return the same builder
     */
    public HttpClientBuilder configure(
            HttpClientBuilder client, Consumer<PoolingHttpClientConnectionManagerBuilder> setUp) {
        EarlierPool earlier = EarlierPool.of(client, HttpClientBuilder.class);
        warnOf(earlier.losses(), warned);
        return attach(
                client,
                new ClassicConnections(keyRing, context -> {
                    PoolingHttpClientConnectionManagerBuilder pool = PoolingHttpClientConnectionManagerBuilder.create();
                    earlier.applyTo(pool);
                    setUp.accept(pool);
                    return offering(context, pool).build();
                }),
                true);
    }

    static void warnOf(List<String> losses, WarnedOnce warned) {
        String lost = String.join(", ", losses);
        if (!losses.isEmpty() && warned.due(lost)) {
            LOG.warn(
                    "configure() gives the client connections of its own and could not keep: {}. Set it for them:"
                            + " configure(client, pool -> pool.setMaxConnTotal(...)). This is said once.",
                    lost);
        }
    }

    /**
     * Configures the client with a connection manager that you have made. Its idle connections are closed when other
     * credentials are in use.
     *
     * @param connections must open TLS connections with {@link #sslContext()}, as those of a builder do that went
     *     through {@link #configure(PoolingHttpClientConnectionManagerBuilder)}. A token whose connection was made with
     *     another certificate is not sent, and the request fails if the next connections are no better. If they show the
     *     certificate to other servers, requests to those fail. No redirect is followed to another https
     *     origin, unless {@code allowRedirect} names the two
     * @return the same builder
     */
    public HttpClientBuilder configure(HttpClientBuilder client, HttpClientConnectionManager connections) {
        return attach(client, new ClassicConnections(keyRing, connections), false);
    }

    private HttpClientBuilder attach(
            HttpClientBuilder client, HttpClientConnectionManager connections, boolean ownPools) {
        if (ownPools) {
            client.setConnectionManagerShared(false); // the flag was about the manager that this one replaces
        }
        return client.setConnectionManager(connections)
                .addExecInterceptorFirst(BORDER_NAME, new ClassicBorder(new Border(keyRing, ownPools)))
                .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), CHAIN_NAME, exec)
                .addExecInterceptorLast(TRANSPORT_NAME, exec::transport);
    }

    /**
     * Lets a connection manager open TLS connections that offer the certificate in use at that moment. Host names are
     * verified; TLS before 1.2 is off.
     *
     * @return the same builder
     */
    public PoolingHttpClientConnectionManagerBuilder configure(PoolingHttpClientConnectionManagerBuilder connections) {
        return offering(keyRing.sslContext(), connections);
    }

    @SuppressWarnings("deprecation") // its successor came with 5.4, and 5.2 is the oldest that users may have
    private static PoolingHttpClientConnectionManagerBuilder offering(
            SSLContext context, PoolingHttpClientConnectionManagerBuilder connections) {
        return connections.setSSLSocketFactory(org.apache.hc.client5.http.ssl.SSLConnectionSocketFactoryBuilder.create()
                .setSslContext(context)
                .build());
    }

    /**
     * Asks for another token than the rules say, for the requests of a context, classic or asynchronous: for one user's,
     * say. It goes to the server that the context's next request goes to, if that is an allowed origin, and not along
     * with a redirect to another. Cookies and cached answers of one token request do not reach another, so one client
     * may serve many users; {@code context.getCookieStore()} has those of the last request.
     */
    public static void requestToken(HttpContext context, TokenRequest request) {
        AllowedOrigins.ask(context, Objects.requireNonNull(request, "request"));
    }

    /** The token that went with the context's last request, with the scopes that were granted; empty if none did. */
    public static Optional<BoundToken> tokenOf(HttpContext context) {
        return Optional.ofNullable(TokenHeader.lastIn(context));
    }

    /**
     * The TLS context that offers the certificate, to the allowed origins and the authorization server only, and trusts
     * the trusted ones. It does not verify host names.
     */
    public SSLContext sslContext() {
        return keyRing.sslContext();
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

    /** The key ring's credentials and rules; no token and no key. */
    @Override
    public String toString() {
        return "BoundTokenInterceptor[" + keyRing + "]";
    }
}
