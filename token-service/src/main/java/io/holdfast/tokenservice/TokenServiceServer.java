package io.holdfast.tokenservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's own HTTPS server on two ports: one that asks for no client certificate, and one that asks for a certificate,
 * does without, and accepts whatever its {@link SSLContext} does. Nothing is answered until {@link #serve}. Safe for use
 * by many threads.
 */
public final class TokenServiceServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenServiceServer.class);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final HttpsServer ordinary;
    private final HttpsServer mutual;
    private final ExecutorService threads = Executors.newCachedThreadPool(TokenServiceServer::daemon);

    private TokenServiceServer(HttpsServer ordinary, HttpsServer mutual) {
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
        HttpsServer ordinary = server(tls, port, false);
        try {
            return new TokenServiceServer(ordinary, server(tls, mtlsPort, true));
        } catch (IOException e) {
            ordinary.stop(0);
            throw e;
        }
    }

    private static HttpsServer server(SSLContext tls, int port, boolean asksForCertificate) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters values = getSSLContext().getDefaultSSLParameters();
                values.setWantClientAuth(asksForCertificate);
                parameters.setSSLParameters(values);
            }
        });
        return server;
    }

    /** The base URL of the port that asks for no certificate. */
    public URI issuer() {
        return URI.create("https://localhost:" + ordinary.getAddress().getPort());
    }

    /** The base URL of the port that asks for a certificate. */
    public URI mtlsBaseUrl() {
        return URI.create("https://localhost:" + mutual.getAddress().getPort());
    }

    /** Answers all requests with this from now on. To be called once. */
    public void serve(HttpHandler handler) {
        for (HttpsServer server : new HttpsServer[] {ordinary, mutual}) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(handler, exchange));
            server.start();
        }
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

    /** Frees the ports. */
    @Override
    public void close() {
        ordinary.stop(0);
        mutual.stop(0);
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "holdfast-token-service-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
