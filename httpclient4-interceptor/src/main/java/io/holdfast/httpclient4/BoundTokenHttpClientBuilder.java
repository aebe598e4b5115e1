package io.holdfast.httpclient4;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import java.util.Objects;
import java.util.Optional;
import org.apache.http.ConnectionReuseStrategy;
import org.apache.http.client.AuthenticationStrategy;
import org.apache.http.client.UserTokenHandler;
import org.apache.http.conn.ConnectionKeepAliveStrategy;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.execchain.ClientExecChain;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpProcessor;
import org.apache.http.protocol.HttpRequestExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Builds an Apache HttpClient 4.5 that gets certificate-bound access tokens over mutual TLS and attaches them to its
 * requests. Token call and resource call present the same certificate. It is HttpClient's own builder, with all that can
 * be set there.
 *
 * <pre>{@code
 * CloseableHttpClient client = BoundTokenHttpClientBuilder.of(keyRing).build();
 * }</pre>
 *
 * <p><b>Receivers of the token.</b> Only the allowed origins, by TLS. Other requests pass as they are, without the
 * certificate. A request by plain {@code http} to the host of an allowed origin fails with a {@code ProtocolException}. A
 * request that already has an {@code Authorization} header is left alone.
 *
 * <p><b>Redirects.</b> A redirect that leaves an origin with tokens or the certificate, or leads to one, is the caller's
 * answer, unless {@link io.holdfast.keyring.KeyRingBuilder#allowRedirect} names the two. All others are followed as ever. A
 * {@code RedirectStrategy} of your own that would follow it, and extends {@code DefaultRedirectStrategy}, makes the request
 * fail instead.
 *
 * <p><b>After a 401.</b> When an allowed server answers 401 with a Bearer challenge {@code invalid_token}, the token is
 * replaced and the request sent once more, if its body can be repeated. The second answer is the caller's, whatever it is.
 *
 * <p><b>The connection.</b> Each connection is made with the credentials of the token that it is made for, and
 * lent to requests of these credentials only. Before a request is written, the connection's certificate is compared with
 * that of the token; if they differ nothing is sent. So it is with a connection manager of your own too, which must make
 * its TLS connections with {@link #socketFactory}. When other credentials are in use, idle connections are closed.
 *
 * <p><b>Identities.</b> A token request and a certificate are an identity. Each has its own cookies, and others for servers
 * that get no tokens; the cookie store of the client or of a context belongs to the identity that uses it first.
 *
 * <p><b>No token.</b> A call without a token fails with a {@code ClientProtocolException}, among whose causes is the {@link
 * io.holdfast.keyring.token.TokenUnavailableException} that says why. It is not tried again.
 *
 * <p>Connecting may take 5 s and silence 30 s, unless a {@code RequestConfig} or the {@code SocketConfig} of the connections
 * says otherwise.
 *
 * <p>Not for use by several threads; what it builds is. The key ring stays yours to close, after the clients.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class BoundTokenHttpClientBuilder extends HttpClientBuilder {
    private final KeyRing keyRing;
    private @Nullable Timeouts timeouts;

    private BoundTokenHttpClientBuilder(KeyRing keyRing) {
        this.keyRing = keyRing;
        setSSLSocketFactory(new GenerationSocketFactory(keyRing));
        setRedirectStrategy(new OwnOriginRedirects(keyRing));
    }

    /** Attaches the tokens of a key ring. */
    public static BoundTokenHttpClientBuilder of(KeyRing keyRing) {
        return new BoundTokenHttpClientBuilder(keyRing);
    }

    /**
     * Makes the TLS connections: register it for {@code https} where you make the connection manager yourself. Host
     * names are verified; TLS before 1.2 is off.
     */
    public static org.apache.http.conn.socket.LayeredConnectionSocketFactory socketFactory(KeyRing keyRing) {
        return new GenerationSocketFactory(keyRing);
    }

    /** The token that went with the context's last request, with the scopes that were granted; empty if none did. */
    public static Optional<BoundToken> tokenOf(HttpContext context) {
        return Optional.ofNullable(TokenExec.tokenIn(context));
    }

    @Override
    protected ClientExecChain createMainExec(
            HttpRequestExecutor executor,
            HttpClientConnectionManager connections,
            ConnectionReuseStrategy reuse,
            ConnectionKeepAliveStrategy keepAlive,
            HttpProcessor proxyProcessor,
            AuthenticationStrategy targetAuthentication,
            AuthenticationStrategy proxyAuthentication,
            UserTokenHandler userTokens) {
        timeouts = new Timeouts(connections);
        addCloseable(ReplacedConnections.watch(keyRing, connections));
        return super.createMainExec(
                new CheckingExecutor(executor, keyRing),
                connections,
                (response, context) ->
                        !GenerationSocketFactory.isReplaced(context, keyRing) && reuse.keepAlive(response, context),
                keepAlive,
                proxyProcessor,
                targetAuthentication,
                proxyAuthentication,
                userTokens);
    }

    /** Inside of redirects and retries, so that every hop and every attempt is judged by itself. */
    @Override
    protected ClientExecChain decorateProtocolExec(ClientExecChain chain) {
        return new TokenExec(chain, keyRing, Objects.requireNonNull(timeouts, "createMainExec comes first"));
    }

    /** The key ring's credentials and rules; no token and no key. */
    @Override
    public String toString() {
        return "BoundTokenHttpClientBuilder[" + keyRing + "]";
    }
}
