package io.holdfast.okhttp;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.rotation.ReplacedCertificateException;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.TrustedCertificates;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets certificate-bound access tokens over mutual TLS and attaches them to the requests of an OkHttp client, 4 or 5. Token
 * call and resource call present the same certificate.
 *
 * <pre>{@code
 * OkHttpClient client = BoundTokenInterceptor.of(keyRing).configure(new OkHttpClient.Builder()).build();
 * }</pre>
 *
 * <p><b>Receivers of the token.</b> Only the allowed origins, by {@code https}. Other requests pass as they are,
 * without the certificate. A request by plain {@code http} to the host of an allowed origin fails with a
 * {@link java.net.ProtocolException}. A request that already has an {@code Authorization} header is left alone.
 *
 * <p><b>Redirects.</b> A redirect that leaves an origin with tokens or the certificate, or leads to one, is the caller's
 * answer, unless {@link io.holdfast.keyring.KeyRingBuilder#allowRedirect} names the two.
 * All others are followed as ever. A WebSocket has no such
 * answer for the caller: it fails with a {@link java.net.ProtocolException}.
 *
 * <p><b>After a 401.</b> When an allowed server answers 401 with a Bearer challenge {@code invalid_token}, the token is
 * replaced and the request sent once more, unless its body is one-shot or duplex. The second answer is the caller's,
 * whatever it is.
 *
 * <p><b>The connection.</b> Connections are made with the credentials in use. When others are, the earlier
 * ones finish what is under way and count as closed to OkHttp's pool. Before a request is written, the certificate of
 * its connection is compared with that of its token; if they differ nothing is sent, and another connection is tried. An
 * HTTP/2 connection serves the host that it was made for and no other, because the other may not see the certificate.
 *
 * <p><b>Identities.</b> A token request and a certificate are an identity. The client's cookie jar belongs to the identity
 * that uses it first; every other has one of its own in memory. An HTTP cache of the client does not tell
 * identities apart, so requests to allowed origins pass it by, and where {@code allowRedirect} names any, all do.
 *
 * <p><b>Place in the chain.</b> As an application interceptor it sees a call begin and end, and repeats it after a 401; as
 * a network interceptor it judges every hop, when its connection is known. Add interceptors of your own to either list.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class BoundTokenInterceptor implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(BoundTokenInterceptor.class);

    /** A connection of a generation that is just being replaced may be wrong once, hardly twice. */
    private static final int MOST_RECONNECTS = 2;

    private final KeyRing keyRing;

    private BoundTokenInterceptor(KeyRing keyRing) {
        this.keyRing = keyRing;
    }

    /** Attaches the tokens of a key ring. The key ring stays yours to close, after the last call. */
    public static BoundTokenInterceptor of(KeyRing keyRing) {
        return new BoundTokenInterceptor(keyRing);
    }

    /**
     * Lets the client make connections that offer the certificate and puts this interceptor into its chain. Set the cookie
     * jar and the host name verifier before; other TLS sockets must not be set afterwards. Of a client with another
     * cookie jar each WebSocket fails after its first answer, and what that redirects to has been called by then.
     *
     * @return the same builder
     */
    public OkHttpClient.Builder configure(OkHttpClient.Builder client) {
        OkHttpClient before = client.build();
        TrustedCertificates trusted =
                keyRing.credentials().trustedCertificates().orElseGet(TrustedCertificates::ofPlatform);
        client.sslSocketFactory(keyRing.sslContext().getSocketFactory(), trusted.trustManager());
        HostnameVerifier names = before.hostnameVerifier();
        // One that OkHttp does not know: with its own it would share HTTP/2 connections between hosts.
        client.hostnameVerifier((host, session) -> names.verify(host, session));
        CookieJar cookies = before.cookieJar();
        client.cookieJar(new HopJar(
                cookies != CookieJar.NO_COOKIES ? new IdentityCookies(keyRing, cookies) : CookieJar.NO_COOKIES));
        return client.addInterceptor(this).addNetworkInterceptor(new HopInterceptor(keyRing));
    }

    /** The token that went with the last request of an answer; empty if none did. */
    public static Optional<BoundToken> tokenOf(Response response) {
        return Optional.ofNullable(response.request().tag(Exchange.class)).map(Exchange::token);
    }

    /**
     * Sends a call on, with the token if its server may get it.
     *
     * @throws io.holdfast.keyring.token.TokenUnavailableException if a token is needed and cannot be had
     * @throws java.net.ProtocolException if the request would go without TLS to the host of an allowed origin, or a
     *     WebSocket by a redirect that must not be followed
     */
    @Override
    public Response intercept(Chain chain) throws IOException {
        Exchange exchange = new Exchange(keyRing, chain.request());
        Request request = exchange.begin();
        while (true) {
            Response response = proceed(chain, request, exchange);
            if (exchange.isUnwatchedWebSocket()) {
                chain.call().cancel(); // an opened WebSocket is not over by closing its answer
                response.close();
                throw new ProtocolException("The WebSocket to " + Exchange.serverOf(request.url())
                        + " was closed: its redirects would be followed with the client's certificate. Set the cookie jar"
                        + " before configure(), and no other afterwards.");
            }
            BoundToken refused = exchange.token();
            if (refused == null || !exchange.asksForAnother(response, isRepeatable(response.request()))) {
                return exchange.deliver(response);
            }
            boolean another = false;
            boolean asked = false;
            try {
                another = exchange.replaceToken(refused);
                asked = true;
            } finally {
                if (!asked) {
                    response.close();
                }
            }
            if (!another) {
                return exchange.deliver(response);
            }
            LOG.debug("{} refused token {}; trying another.", request.url().host(), refused.digest());
            request = response.request(); // the last of those that a redirect led to
            response.close();
        }
    }

    private Response proceed(Chain chain, Request request, Exchange exchange) throws IOException {
        for (int reconnects = 0; ; reconnects++) {
            CredentialGeneration present = keyRing.credentials();
            exchange.beginFrom(request);
            try {
                return IdentityCookies.during(exchange, () -> chain.proceed(request));
            } catch (HopJar.Refusal e) {
                throw e.reason();
            } catch (WrongCertificateException e) {
                if (reconnects >= MOST_RECONNECTS || !exchange.mayBeginAgain(request)) {
                    if (exchange.token() != null) {
                        keyRing.tokenWithheld(String.valueOf(e.getMessage()));
                    }
                    throw e;
                }
            } catch (ReplacedCertificateException e) {
                if (reconnects >= MOST_RECONNECTS || !isRepeatable(request) || !exchange.mayBeginAgain(request)) {
                    throw e;
                }
            } catch (IOException e) {
                // "exhausted all routes": the connection to the only one was replaced while it was made.
                if (reconnects >= MOST_RECONNECTS
                        || exchange.hasConnected()
                        || !exchange.mayBeginAgain(request)
                        || present == keyRing.credentials()) {
                    throw e;
                }
            }
            exchange.connectAgain();
        }
    }

    private static boolean isRepeatable(Request request) {
        RequestBody body = request.body();
        return body == null || !(body.isOneShot() || body.isDuplex());
    }

    /** The key ring's credentials and rules; no token and no key. */
    @Override
    public String toString() {
        return "BoundTokenInterceptor[" + keyRing + "]";
    }
}
