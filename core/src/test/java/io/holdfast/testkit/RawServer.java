package io.holdfast.testkit;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that does with each connection exactly what it is told, byte by byte: for servers that no HTTP
 * library would be. Records which client certificates came. Safe for many threads.
 */
public final class RawServer implements AutoCloseable {

    private final ServerSocket listening;
    private final Conversation conversation;
    private final boolean tls;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> thumbprints = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = Collections.synchronizedSet(new HashSet<>());
    private final ExecutorService threads = Executors.newCachedThreadPool(RawServer::daemon);

    private RawServer(ServerSocket listening, boolean tls, Conversation conversation) {
        this.listening = listening;
        this.tls = tls;
        this.conversation = conversation;
        threads.execute(this::accept);
    }

    /** What to do with a connection; it is closed afterwards. */
    public interface Conversation {
        /** Talks to the client; {@code number} counts connections from 1. */
        void hold(int number, InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    /** Without TLS, and so also for servers that never get as far as TLS. */
    public static RawServer plain(Conversation conversation) throws IOException {
        return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false, conversation);
    }

    /**
     * With TLS; the handshake is over when the conversation begins.
     *
     * @param protocol TLSv1.2, TLSv1.3 or null for both
     * @param needClient whether a client without certificate is turned away
     */
    public static RawServer tls(
            SSLContext context, @Nullable String protocol, boolean needClient, Conversation conversation)
            throws IOException {
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        if (needClient) {
            socket.setNeedClientAuth(true);
        } else {
            socket.setWantClientAuth(true);
        }
        if (protocol != null) {
            socket.setEnabledProtocols(new String[] {protocol});
        }
        return new RawServer(socket, true, conversation);
    }

    /** With TLS that asks nobody for a certificate. */
    public static RawServer tlsForAnybody(SSLContext context, Conversation conversation) throws IOException {
        ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new RawServer(socket, true, conversation);
    }

    /** Reads a request's head and, by its Content-Length, its body; empty if the client closed. */
    public static String readRequest(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            text.append((char) b);
        }
        for (String line : text.toString().lines().toList()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                byte[] body = in.readNBytes(Integer.parseInt(line.substring(15).trim()));
                text.append(new String(body, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /** Writes text as it is. */
    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    public URI uri(String path) {
        return URI.create((tls ? "https" : "http") + "://localhost:" + port() + path);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections were accepted. */
    public int connections() {
        return connections.get();
    }

    /** The {@code x5t#S256} of each client certificate that was presented, one for each connection. */
    public List<String> clientThumbprints() {
        return List.copyOf(thumbprints);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                int number = connections.incrementAndGet();
                threads.execute(() -> converse(number, socket));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void converse(int number, Socket socket) {
        open.add(socket);
        try (socket) {
            if (socket instanceof SSLSocket secured) {
                secured.startHandshake();
                recordClient(secured);
            }
            conversation.hold(number, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // the client went away, which the test sees on its side
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void recordClient(SSLSocket socket) {
        try {
            X509Certificate client = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            thumbprints.add(TestIdentity.thumbprintOf(client));
        } catch (SSLPeerUnverifiedException e) {
            // no certificate, nothing to record
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        return thread;
    }
}
