package io.holdfast.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on loopback. It opens a tunnel for each {@code CONNECT}, to the port that is asked for on loopback,
 * whatever the host; every other request it answers itself with 200 and no body. It keeps all that it could read: the
 * heads of the requests to it, and the bytes that clients sent through its tunnels. Safe for many threads.
 */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int answer;
    private final String body;
    private final boolean asking;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream tunnelled = new ByteArrayOutputStream(); // it is synchronized itself
    private final Set<Socket> open = Collections.synchronizedSet(new HashSet<>());
    private final ExecutorService threads = Executors.newCachedThreadPool(ConnectProxy::daemon);

    private ConnectProxy(int answer, String body, boolean asking) throws IOException {
        this.asking = asking;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answer = answer;
        this.body = body;
        threads.execute(this::accept);
    }

    /** Opens every tunnel. */
    public static ConnectProxy start() throws IOException {
        return new ConnectProxy(200, "", false);
    }

    /** The same for clients that send any {@code Proxy-Authorization}; others it asks for one, by 407 and Basic. */
    public static ConnectProxy asking() throws IOException {
        return new ConnectProxy(200, "", true);
    }

    /** Opens none, but answers each {@code CONNECT} with this status, 403 or 407 for example. */
    public static ConnectProxy refusing(int status) throws IOException {
        return refusing(status, "");
    }

    /** The same with a body in ASCII, which it says is JSON. */
    public static ConnectProxy refusing(int status, String body) throws IOException {
        return new ConnectProxy(status, body, false);
    }

    /** What to set as the proxy: {@code http://localhost:port}. */
    public URI uri() {
        return URI.create("http://localhost:" + port());
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The heads of all requests to the proxy itself, request line and headers, as they came. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The {@code host:port} of each {@code CONNECT}, refused ones too. */
    public List<String> tunnels() {
        return requests.stream()
                .filter(head -> head.startsWith("CONNECT "))
                .map(head -> head.split(" ", 3)[1])
                .toList();
    }

    /** All that could be read on the way: the heads, and what clients sent through tunnels, a character for a byte. */
    public String seen() {
        return String.join("", requests) + tunnelled.toString(StandardCharsets.ISO_8859_1);
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
                Socket client = listening.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            String head = RawServer.readRequest(client.getInputStream());
            while (!head.isEmpty()) {
                requests.add(head);
                if (asking && !head.contains("\r\nProxy-Authorization: ")) {
                    RawServer.write(
                            client.getOutputStream(),
                            "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
                } else if (!head.startsWith("CONNECT ")) {
                    RawServer.write(client.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                } else if (answer == 200) {
                    tunnel(client, head.split(" ", 3)[1]);
                    return;
                } else {
                    RawServer.write(
                            client.getOutputStream(),
                            "HTTP/1.1 " + answer + " No\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body);
                }
                head = RawServer.readRequest(client.getInputStream());
            }
        } catch (IOException e) {
            // one of both sides went away, which the test sees on its side
        } finally {
            open.remove(client);
        }
    }

    private void tunnel(Socket client, String target) throws IOException {
        int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.add(server);
            RawServer.write(client.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
            threads.execute(() -> answers(server, client));
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                tunnelled.write(buffer, 0, n);
                out.write(buffer, 0, n);
                out.flush();
            }
            open.remove(server);
        }
    }

    private static void answers(Socket server, Socket client) {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        } catch (IOException e) {
            // the tunnel is closed
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "connect-proxy");
        thread.setDaemon(true);
        return thread;
    }
}
