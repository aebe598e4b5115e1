package io.holdfast.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection that writes exactly the bytes it is given. Two clients of one {@link SSLContext} may resume
 * each other's TLS session. Reads time out after ten seconds. Not thread-safe.
 */
public final class RawHttpsClient implements Closeable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private final CountDownLatch renegotiated = new CountDownLatch(1);

    private RawHttpsClient(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.host = host;
    }

    /** Connects and shakes hands. {@code protocol} is TLSv1.2, TLSv1.3 or null for what both ends like best. */
    public static RawHttpsClient connect(URI server, SSLContext context, @Nullable String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(open(server), server.getHost(), port(server), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (protocol != null) {
            parameters.setProtocols(new String[] {protocol});
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new RawHttpsClient(socket, server.getHost() + ":" + port(server));
    }

    /** The same without TLS, for connectors that listen in the clear. */
    public static RawHttpsClient connectPlain(URI server) throws IOException {
        return new RawHttpsClient(open(server), server.getHost() + ":" + port(server));
    }

    /** The same from an address of one's choice: on Linux all of 127.0.0.0/8 is this machine. */
    public static RawHttpsClient connectPlain(URI server, InetAddress from) throws IOException {
        return new RawHttpsClient(open(server, from), server.getHost() + ":" + port(server));
    }

    /** From an address of one's choice, with a line of the PROXY protocol first; over TLS if the server's scheme says so. */
    public static RawHttpsClient connectProxied(URI server, SSLContext context, InetAddress from, String line)
            throws IOException {
        Socket socket = open(server, from);
        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        Socket layered = server.getScheme().equals("https")
                ? context.getSocketFactory().createSocket(socket, server.getHost(), port(server), true)
                : socket;
        return new RawHttpsClient(layered, server.getHost() + ":" + port(server));
    }

    /** One request on a connection of its own. */
    public static RawResponse once(URI server, SSLContext context, @Nullable String protocol, RawRequest request)
            throws IOException {
        try (RawHttpsClient client = connect(server, context, protocol)) {
            return client.send(request.header("Connection", "close"));
        }
    }

    /** Sends and waits for the answer; the connection stays open if the server leaves it so. */
    public RawResponse send(RawRequest request) throws IOException {
        return send(request.bytes(host), request.method().equals("HEAD"));
    }

    /** Any bytes at all. */
    public RawResponse send(byte[] request, boolean head) throws IOException {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        return read(head);
    }

    /** The TLS session, to tell a resumed one from a new one. */
    public SSLSession session() {
        return ((SSLSocket) socket).getSession();
    }

    /**
     * Asks for another handshake on the open connection, with a session of its own; TLSv1.2 only. The server may take
     * part at once, or only when it next writes, or never.
     *
     * @throws IOException if the server closed the connection instead
     */
    public void renegotiate() throws IOException {
        ((SSLSocket) socket).addHandshakeCompletedListener(event -> renegotiated.countDown());
        session().invalidate();
        ((SSLSocket) socket).startHandshake();
        socket.setSoTimeout(200);
        try {
            // only a read moves the handshake on; nothing else is to come
            throw new IOException("the server answered " + in.read() + " to a handshake");
        } catch (SocketTimeoutException e) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    /** Whether the handshake that {@link #renegotiate} asked for is over. */
    public boolean renegotiated() throws IOException {
        try {
            return renegotiated.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private RawResponse read(boolean head) throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).trim()));
        }
        if (status == 100) {
            return read(head);
        }
        RawResponse bare = new RawResponse(status, headers, new byte[0]);
        boolean empty = head || status == 101 || status == 204 || status == 304;
        return empty ? bare : new RawResponse(status, headers, body(bare));
    }

    private byte[] body(RawResponse head) throws IOException {
        if (head.headers("Transfer-Encoding").contains("chunked")) {
            return chunks();
        }
        List<String> lengths = head.headers("Content-Length");
        if (lengths.isEmpty()) {
            return in.readAllBytes();
        }
        return exactly(Integer.parseInt(lengths.get(0)));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size));
            line();
        }
        while (!line().isEmpty()) {
            // a trailer line
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].trim(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after \"" + line + "\"");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static Socket open(URI server) throws IOException {
        return open(server, null);
    }

    private static Socket open(URI server, @Nullable InetAddress from) throws IOException {
        Socket socket = new Socket();
        if (from != null) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        // the name "localhost" may mean ::1 first, where nothing listens
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(server)), TIMEOUT_MILLIS);
        return socket;
    }

    private static int port(URI server) {
        return server.getPort();
    }
}
