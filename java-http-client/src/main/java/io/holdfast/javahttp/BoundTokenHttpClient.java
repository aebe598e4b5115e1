package io.holdfast.javahttp;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.ResourceCall;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Gets certificate-bound access tokens over mutual TLS and attaches them to the requests of the JDK's HTTP client. Token
 * call and resource call present the same certificate.
 *
 * <pre>{@code
 * HttpClient client = BoundTokenHttpClient.of(keyRing);
 * }</pre>
 *
 * <p><b>Receivers of the token.</b> Only the allowed origins, by {@code https}. Other requests pass as they are,
 * without the certificate. A request by plain {@code http} to the host of an allowed origin fails with a
 * {@link java.net.ProtocolException}. A request that already has an {@code Authorization} header is left alone.
 *
 * <p><b>Redirects</b> are not followed: each is the caller's answer.
 *
 * <p><b>After a 401.</b> When an allowed server answers 401 with a Bearer challenge {@code invalid_token}, the token is
 * replaced and the request sent once more, if the JDK made its body of a text, of one array of bytes or of a file: no other
 * publisher can be read again for certain. The second answer is the caller's, whatever it is. A 401 of more than 64 KiB, or one
 * whose body does not end within {@link HttpRequest#timeout()} (by default 5 s), that no other token can mend fails with an
 * {@link IOException}.
 *
 * <p><b>The connection.</b> A client of the JDK has one TLS context for good. So behind this one stands another
 * for each generation of credentials and each token request, with connections of its own: a token never rides on the
 * connection of another certificate. When other credentials are in use, new clients take the place of the earlier ones,
 * which finish what is under way and end when they are garbage. Before a connection sends its first request, the
 * certificate that it was made with is compared with that of the credentials.
 *
 * <p><b>No token.</b> A call without a token fails with the {@link
 * io.holdfast.keyring.token.TokenUnavailableException} that says why. The time that a token needs is bounded by the key
 * ring and does not count for {@link HttpRequest#timeout()}.
 *
 * <p><b>The end.</b> {@link #close()} and the methods beside it are those that the JDK's client has since Java 21, and end the
 * clients behind this one there. On earlier versions they refuse further calls, and the clients end when they are garbage.
 *
 * <p>Safe for use by several threads. The key ring stays yours to close, after the last call. WebSockets and pushed answers
 * are not supported.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class BoundTokenHttpClient extends HttpClient {
    private static final int UNAUTHORIZED = 401;

    private final KeyRing keyRing;
    private final GenerationClients clients;
    private final CountDownLatch over = new CountDownLatch(1);

    // Both guarded by this.
    private boolean closed;
    private long underWay = 1; // calls, and one until this is closed

    private BoundTokenHttpClient(KeyRing keyRing, GenerationClients clients) {
        this.keyRing = keyRing;
        this.clients = clients;
    }

    /** Attaches the tokens of a key ring. Connecting may take 5 s. */
    public static HttpClient of(KeyRing keyRing) {
        return of(keyRing, client -> {});
    }

    /**
     * Returns a client over clients that you set up, for example their executor and timeout. Connecting may take 5 s
     * unless you set another time.
     *
     * @param setUp called for each client that stands behind this one, at first and after each rotation; its settings
     *     of the TLS context and of redirects are overruled. A cookie handler and its store must be new ones each
     *     time: cookies of one token request or certificate do not reach another
     * @throws IllegalArgumentException if it gives one cookie handler or store twice
     */
    public static HttpClient of(KeyRing keyRing, Consumer<HttpClient.Builder> setUp) {
        return new BoundTokenHttpClient(
                keyRing, new GenerationClients(keyRing, Objects.requireNonNull(setUp, "setUp")));
    }

    /**
     * Sends a request on, with the token if its server may get it.
     *
     * @throws io.holdfast.keyring.token.TokenUnavailableException if a token is needed and cannot be had
     * @throws java.net.ProtocolException if the request would go without TLS to the host of an allowed origin
     */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        begin();
        try {
            ResourceCall call = callOf(request);
            return call == null
                    ? clients.withoutTokenTo(request.uri()).send(request, listening(request, handler))
                    : new TokenExchange<>(request, handler, call, clients).send();
        } finally {
            end();
        }
    }

    /** Sends without waiting: a failure is the future's. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        try {
            begin();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<HttpResponse<T>> answer = null;
        try {
            ResourceCall call = callOf(request);
            answer = call == null
                    ? clients.withoutTokenTo(request.uri()).sendAsync(request, listening(request, handler))
                    : new TokenExchange<>(request, handler, call, clients).sendLater();
        } catch (IOException e) {
            answer = CompletableFuture.failedFuture(e);
        } finally {
            if (answer == null) {
                end();
            }
        }
        CompletableFuture<HttpResponse<T>> unused = answer.whenComplete((response, failure) -> end());
        return answer;
    }

    /** @throws IOException if this is closed */
    private synchronized void begin() throws IOException {
        if (closed) {
            throw new IOException("The request was not sent: this client is closed.");
        }
        underWay++;
    }

    private void end() {
        synchronized (this) {
            underWay--;
            if (underWay > 0) {
                return;
            }
        }
        clients.shutdown();
        over.countDown();
    }

    /** Refuses further calls with an {@link IOException}; those under way go on. Does not wait for them. */
    public void shutdown() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        end();
    }

    /** Refuses further calls, and on Java 21 and newer breaks off those under way. */
    public void shutdownNow() {
        shutdown();
        clients.shutdownNow();
    }

    /**
     * Waits until this has been shut down and the calls are over.
     *
     * @return false if the time was not enough
     */
    public boolean awaitTermination(Duration longest) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(longest); // as many as a long holds
        long until = System.nanoTime() + nanos;
        return over.await(nanos, TimeUnit.NANOSECONDS) && clients.awaitTermination(until);
    }

    /** True if this has been shut down and the calls are over. */
    public boolean isTerminated() {
        return over.getCount() == 0 && clients.isTerminated();
    }

    /** Shuts down and waits until the calls are over; if the thread is interrupted, breaks them off. May be called again. */
    public void close() {
        shutdown();
        try {
            boolean ended = false;
            while (!ended) {
                ended = awaitTermination(Duration.ofDays(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            shutdownNow();
        }
    }

    private @Nullable ResourceCall callOf(HttpRequest request) throws IOException {
        return ResourceCall.to(request.uri(), isAuthorized(request), keyRing);
    }

    private static boolean isAuthorized(HttpRequest request) {
        return request.headers().firstValue("Authorization").isPresent();
    }

    /** Tells the key ring of a 401 before the caller's handler sees the answer. */
    private <T> BodyHandler<T> listening(HttpRequest request, BodyHandler<T> handler) {
        return info -> {
            URI server = request.uri();
            if (info.statusCode() == UNAUTHORIZED && !isAuthorized(request)) {
                ResourceCall.answeredWithoutToken(
                        server.getScheme(),
                        server.getHost(),
                        server.getPort(),
                        info.headers().allValues("WWW-Authenticate"),
                        keyRing);
            }
            return handler.apply(info);
        };
    }

    /** @throws UnsupportedOperationException if there is a handler of pushed answers */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        if (pushes != null) {
            throw new UnsupportedOperationException(
                    "Pushed answers are not supported: leave the PushPromiseHandler out.");
        }
        return sendAsync(request, handler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return clients.withoutToken().cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return clients.withoutToken().connectTimeout();
    }

    /** Never. */
    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return clients.withoutToken().proxy();
    }

    /** The one of the key ring that follows its key store. */
    @Override
    public SSLContext sslContext() {
        return keyRing.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return clients.withoutToken().sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return clients.withoutToken().authenticator();
    }

    @Override
    public Version version() {
        return clients.withoutToken().version();
    }

    @Override
    public Optional<Executor> executor() {
        return clients.withoutToken().executor();
    }

    /** The key ring's credentials and rules; no token and no key. */
    @Override
    public String toString() {
        return "BoundTokenHttpClient[" + keyRing + "]";
    }
}
