package io.holdfast.tokenservice;

import com.sun.net.httpserver.HttpExchange;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's own HTTPS server on two ports: one that asks for no client certificate, and one that asks for a certificate,
 * does without, and accepts whatever its {@link SSLContext} does. Nothing is answered until {@link #serve}. Safe for use
 * by many threads.
 */
public final class TokenServiceServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenServiceServer.class);

    /** TCP_NODELAY, which the JDK's server reads when the first of the JVM is made. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    /** For a handshake, a request and its answer. */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);

    static {
        // Else the body of an answer waits some 40 ms for the acknowledgment of its header. A program's own value
        // counts.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
    }

    private final RequestThreads threads;
    private final HttpsPort ordinary;
    private final HttpsPort mutual;
    private boolean closed;

    private TokenServiceServer(RequestThreads threads, HttpsPort ordinary, HttpsPort mutual) {
        this.threads = threads;
        this.ordinary = ordinary;
        this.mutual = mutual;
    }

    /**
     * Takes two ports of the loopback address, so that the URLs are known before anything is served.
     *
     * @param tls holds the server's certificate, which must be for {@code localhost}, and says which client certificates
     *     are accepted
     * @param port the port that asks for no certificate, 0 for a free one
     * @param mtlsPort the port that asks for one, 0 for a free one
     * @throws IOException if a port is taken
     */
    public static TokenServiceServer open(SSLContext tls, int port, int mtlsPort) throws IOException {
        return open(tls, port, mtlsPort, REQUEST_LIMIT);
    }

    static TokenServiceServer open(SSLContext tls, int port, int mtlsPort, Duration requestLimit) throws IOException {
        RequestThreads threads = new RequestThreads(requestLimit);
        HttpsPort ordinary = HttpsPort.open(tls, port, false, threads);
        try {
            return new TokenServiceServer(threads, ordinary, HttpsPort.open(tls, mtlsPort, true, threads));
        } catch (IOException e) {
            ordinary.close();
            threads.close();
            throw e;
        }
    }

    /** The base URL of the port that asks for no certificate. */
    public URI issuer() {
        return URI.create("https://localhost:" + ordinary.number());
    }

    /** The base URL of the port that asks for a certificate. */
    public URI mtlsBaseUrl() {
        return URI.create("https://localhost:" + mutual.number());
    }

    /** Answers all requests with this from now on. To be called once. */
    public synchronized void serve(HttpHandler handler) {
        ordinary.serve(exchange -> answer(handler, exchange));
        mutual.serve(exchange -> answer(handler, exchange));
    }

    /**
     * Breaks off all connections and refuses new ones, as a server that is not running does, until {@link #comeBack()}.
     */
    public synchronized void goDown() {
        ordinary.shut();
        mutual.shut();
    }

    /**
     * Answers on the same ports again; does nothing if it is not down.
     *
     * @throws IOException if another program has taken a port meanwhile; it may be tried again
     * @throws IllegalStateException if this server is closed
     */
    public synchronized void comeBack() throws IOException {
        if (closed) {
            throw new IllegalStateException("This server is closed; open another one.");
        }
        ordinary.reopen();
        mutual.reopen();
    }

    private static void answer(HttpHandler handler, HttpExchange exchange) {
        try {
            JdkHttpRequest request = new JdkHttpRequest(exchange);
            HttpResponse response = handler.handle(request);
            write(request.broken() ? response.header("Connection", "close") : response, exchange);
        } catch (IOException e) {
            LOG.debug("A request was not answered", e);
        } catch (RuntimeException e) {
            LOG.error("A request was not answered", e);
        } finally {
            exchange.close();
        }
    }

    private static void write(HttpResponse response, HttpExchange exchange) throws IOException {
        byte[] body = response.body();
        response.forEachHeader((name, value) -> exchange.getResponseHeaders().add(name, value));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** Frees the ports and ends the threads. */
    @Override
    public synchronized void close() {
        closed = true;
        ordinary.close();
        mutual.close();
        threads.close();
    }
}
