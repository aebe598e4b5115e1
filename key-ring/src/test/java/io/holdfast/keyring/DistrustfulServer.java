package io.holdfast.keyring;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server whose TLS refuses every client's certificate. After its alert it goes on reading, so that no reset of the
 * connection can overtake the alert.
 */
public final class DistrustfulServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SSLContext context;
    private final String version;

    /** @param trusted the authority of other clients */
    public DistrustfulServer(TestIdentity identity, X509Certificate trusted, String version) throws IOException {
        this.context = identity.serverContextForClientsOf(List.of(trusted));
        this.version = version;
        threads.execute(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> refuse(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void refuse(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, false);
            tls.setNeedClientAuth(true);
            tls.setEnabledProtocols(new String[] {version});
            try {
                tls.startHandshake();
            } catch (IOException e) {
                InputStream rest = socket.getInputStream();
                while (rest.read() >= 0) {
                    // until the client has read the alert
                }
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    public String origin() {
        return "https://localhost:" + server.getLocalPort();
    }

    public URI uri(String path) {
        return URI.create(origin() + path);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
