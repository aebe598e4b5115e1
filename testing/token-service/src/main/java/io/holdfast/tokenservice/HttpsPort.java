package io.holdfast.tokenservice;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * One loopback port of the JDK's HTTPS server, which can be shut and opened again with the same number, and which keeps
 * no JVM alive if the threads that answer do not. Not for use by several threads at once.
 */
final class HttpsPort {
    private final SSLContext tls;
    private final boolean asksForCertificate;
    private final Executor threads;
    private final InetSocketAddress address;
    private @Nullable HttpHandler handler;
    private @Nullable HttpsServer server;
    private @Nullable Socket reservation;

    private HttpsPort(SSLContext tls, boolean asksForCertificate, Executor threads, HttpsServer server) {
        this.tls = tls;
        this.asksForCertificate = asksForCertificate;
        this.threads = threads;
        this.address = server.getAddress();
        this.server = server;
    }

    /** Takes the port, 0 for a free one; connections wait until {@link #serve}. */
    static HttpsPort open(SSLContext tls, int port, boolean asksForCertificate, Executor threads) throws IOException {
        InetSocketAddress wanted = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new HttpsPort(tls, asksForCertificate, threads, bind(wanted, tls, asksForCertificate));
    }

    int number() {
        return address.getPort();
    }

    void serve(HttpHandler answering) {
        handler = answering;
        if (server != null) {
            start(server, answering);
        }
    }

    /** Breaks off all connections and refuses new ones. */
    void shut() {
        if (server != null) {
            stop();
            reservation = reserved();
        }
    }

    /** @throws IOException if somebody else has taken the port */
    void reopen() throws IOException {
        if (server == null) {
            release();
            server = bind(address, tls, asksForCertificate);
            if (handler != null) {
                start(server, handler);
            }
        }
    }

    /** The port is anybody's afterwards. */
    void close() {
        stop();
        release();
    }

    private void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    private static HttpsServer bind(InetSocketAddress address, SSLContext tls, boolean asksForCertificate)
            throws IOException {
        HttpsServer bound = HttpsServer.create(address, 0);
        bound.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters values = getSSLContext().getDefaultSSLParameters();
                values.setWantClientAuth(asksForCertificate);
                parameters.setSSLParameters(values);
            }
        });
        return bound;
    }

    private void start(HttpsServer bound, HttpHandler answering) {
        bound.setExecutor(threads);
        bound.createContext("/", answering);
        // The server's own thread is a daemon if the one that starts it is, as these are.
        CompletableFuture.runAsync(bound::start, threads).join();
    }

    /** A bound socket that does not listen: connections are refused, and nobody is given this port as a free one. */
    private @Nullable Socket reserved() {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            // Only a precaution.
            closeQuietly(socket);
            return null;
        }
    }

    private void release() {
        if (reservation != null) {
            closeQuietly(reservation);
            reservation = null;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was never connected, so there is nothing that could be lost.
        }
    }
}
