package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.log.WarnedOnce;
import java.io.IOException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Attaches certificate-bound access tokens to the requests of an asynchronous Apache HttpClient 5 (5.2 or newer), over
 * HTTP/1.1 and HTTP/2. The rules of {@link BoundTokenInterceptor} hold here too: on the token's receivers, a 401, and
 * the connection. Nothing here blocks an I/O thread.
 *
 * <pre>{@code
 * CloseableHttpAsyncClient client =
 *         AsyncBoundTokenInterceptor.of(keyRing).configure(HttpAsyncClients.custom()).build();
 * client.start();
 * }</pre>
 *
 * <p><b>HTTP/2.</b> It is spoken if the server offers it, or always with a {@code TlsConfig} whose version policy is
 * {@code FORCE_HTTP_2}. Take HttpClient 5.2.1 or newer for it: 5.2 itself fails on a pooled HTTP/2 connection.
 * {@code setMessageMultiplexing} shares connections within one generation of credentials only. The clients of
 * {@code H2AsyncClientBuilder} are not supported: their connections know no certificate and no state.
 *
 * <p><b>After a 401.</b> If the request has a body, or the answer has one over HTTP/1.1, the connection is given up rather
 * than read to its end; over HTTP/2 up to 64 KiB are read. A connection that is given up while {@code
 * setMessageMultiplexing} lets others share it fails their requests too.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class AsyncBoundTokenInterceptor implements AsyncExecChainHandler {
    private final KeyRing keyRing;
    private final AllowedOrigins origins;
    private final WarnedOnce warned = new WarnedOnce();

    private AsyncBoundTokenInterceptor(KeyRing keyRing) {
        this.keyRing = keyRing;
        this.origins = new AllowedOrigins(keyRing.rules());
    }

    /** Attaches the tokens of a key ring. The key ring stays yours to close, after the clients. */
    public static AsyncBoundTokenInterceptor of(KeyRing keyRing) {
        return new AsyncBoundTokenInterceptor(keyRing);
    }

    /**
     * Gives the client connections that offer the certificate and puts this link into its chain. Each generation of
     * credentials has its own pool: when others are in use, idle connections of the earlier ones are closed at once and
     * leased ones when their answer is read.
     *
     * <p>The pools have the sizes, timeouts and other settings of the connection manager that the builder has so far, a
     * framework's for example, but for its TLS strategy: that is the key ring's. A setting that cannot be kept is logged once at
     * WARN. Where nobody has set them, connecting may take 5 s and silence 30 s.
     *
     * @return the same builder
     */
    public HttpAsyncClientBuilder configure(HttpAsyncClientBuilder client) {
        return configure(client, pools -> {});
    }

    /**
     * Configures the client with pools that you set up, for example their size and timeouts.
     *
     * @param setUp called for the pool of each generation, which has the earlier settings already; the TLS strategy that it sets is
     *     overruled, but a {@code TlsConfig} holds
     * @return the same builder
     */
    public HttpAsyncClientBuilder configure(
            HttpAsyncClientBuilder client, Consumer<PoolingAsyncClientConnectionManagerBuilder> setUp) {
        EarlierPool earlier = EarlierPool.of(client, HttpAsyncClientBuilder.class);
        BoundTokenInterceptor.warnOf(earlier.losses(), warned);
        return attach(
                client,
                new AsyncConnections(keyRing, context -> {
                    PoolingAsyncClientConnectionManagerBuilder pool =
                            PoolingAsyncClientConnectionManagerBuilder.create();
                    earlier.applyTo(pool);
                    setUp.accept(pool);
                    return offering(context, pool).build();
                }),
                true);
    }

    /**
     * Configures the client with a connection manager that you have made. Its idle connections are closed when other
     * credentials are in use.
     *
     * @param connections must open TLS connections with {@link #sslContext()}, as those of a builder do that went
     *     through {@link #configure(PoolingAsyncClientConnectionManagerBuilder)}. A token whose connection was made with
     *     another certificate is not sent, and the request fails if the next connections are no better. If they show the
     *     certificate to other servers, requests to those fail. No redirect is followed to another https
     *     origin, unless {@code allowRedirect} names the two
     * @return the same builder
     */
    public HttpAsyncClientBuilder configure(HttpAsyncClientBuilder client, AsyncClientConnectionManager connections) {
        return attach(client, new AsyncConnections(keyRing, connections), false);
    }

    private HttpAsyncClientBuilder attach(
            HttpAsyncClientBuilder client, AsyncClientConnectionManager connections, boolean ownPools) {
        if (ownPools) {
            client.setConnectionManagerShared(false); // the flag was about the manager that this one replaces
        }
        return client.setConnectionManager(connections)
                .addExecInterceptorFirst(
                        BoundTokenInterceptor.BORDER_NAME, new AsyncBorder(new Border(keyRing, ownPools)))
                .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), BoundTokenInterceptor.CHAIN_NAME, this)
                .addExecInterceptorLast(BoundTokenInterceptor.TRANSPORT_NAME, this::transport);
    }

    /**
     * Lets a connection manager open TLS connections that offer the certificate in use at that moment. Host names are
     * verified; TLS before 1.2 is off.
     *
     * @return the same builder
     */
    public PoolingAsyncClientConnectionManagerBuilder configure(
            PoolingAsyncClientConnectionManagerBuilder connections) {
        return offering(keyRing.sslContext(), connections);
    }

    @SuppressWarnings("deprecation") // its successor came with 5.5, and 5.2 is the oldest that users may have
    private static PoolingAsyncClientConnectionManagerBuilder offering(
            SSLContext context, PoolingAsyncClientConnectionManagerBuilder connections) {
        return connections.setTlsStrategy(
                ClientTlsStrategyBuilder.create().setSslContext(context).build());
    }

    /**
     * The TLS context that offers the certificate, to the allowed origins and the authorization server only, and trusts
     * the trusted ones. It does not verify host names.
     */
    public SSLContext sslContext() {
        return keyRing.sslContext();
    }

    /**
     * Sends a request on, with the token if its server may get it. Without a token the callback fails with a
     * {@link TokenUnavailableException}.
     *
     * @throws HttpException if the request would go without TLS to the host of an allowed origin
     */
    @Override
    public void execute(
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        Exchange exchange = Exchange.of(scope.execRuntime, keyRing);
        if (exchange == null) {
            Border unseen = new Border(keyRing, false);
            HttpHost target = scope.route.getTargetHost();
            AsyncRuntime begun = new AsyncRuntime(scope.execRuntime, callback, unseen, target, null, body != null);
            execute(request, body, AsyncBorder.watched(scope, begun), chain, callback);
            return;
        }
        if (exchange.carries(request)) {
            chain.proceed(request, body, scope, callback);
            return;
        }
        HttpRequest hop = exchange.hop(request, scope.clientContext);
        exchange.enter(hop, body != null, scope.route.getTargetHost());
        TokenRequest wanted = origins.requestFor(hop, scope.route, scope.clientContext, exchange.isAstray());
        if (wanted != null) {
            new AsyncTokenExchange(exchange, hop, body, scope, chain, callback).begin(wanted);
            return;
        }
        exchange.carryNone(scope.clientContext);
        AsyncExecCallback leaving =
                new SeenAnswer(response -> exchange.leave(hop, response, scope.clientContext), callback);
        if (exchange.isChanged()) {
            BasicRequestBuilder next = BasicRequestBuilder.copy(hop);
            exchange.change(next, scope.route);
            AsyncTokenExchange.proceed(next.build(), body, scope, chain, leaving);
        } else {
            chain.proceed(request, body, scope, leaving);
        }
    }

    /** Right before the transport: removes from the answer all that HttpClient's links further out must not see. */
    private void transport(
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        boolean past = PastTheCache.removeFrom(request);
        AsyncExecCallback arriving = new SeenAnswer(
                response -> {
                    if (past) {
                        response.addHeader(PastTheCache.HEADER);
                    }
                    Exchange.arrive(response, scope.route, scope.execRuntime, keyRing);
                },
                callback);
        chain.proceed(request, body, scope, arriving);
    }

    /** The key ring's credentials and rules; no token and no key. */
    @Override
    public String toString() {
        return "AsyncBoundTokenInterceptor[" + keyRing + "]";
    }
}
