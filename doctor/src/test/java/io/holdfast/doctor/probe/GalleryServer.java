package io.holdfast.doctor.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A small TLS server at two addresses of this machine, with a resource that has one mistake. It requests a client
 * certificate and lets in any.
 */
final class GalleryServer implements AutoCloseable {
    static final String HOST = "api.holdfast.example";
    static final String OTHER_HOST = "other.holdfast.example";
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Fault fault;
    private final GalleryResource resource;
    private final SSLContext context;
    private final List<ServerSocket> sockets = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "gallery");
        thread.setDaemon(true);
        return thread;
    });

    GalleryServer(Fault fault, SSLContext context, GalleryResource.Keys keys) throws IOException {
        this.fault = fault;
        this.context = context;
        List<InetAddress> addresses = addresses();
        ServerSocket first = bound(addresses.get(0), 0);
        ServerSocket second = bound(addresses.get(1), first.getLocalPort());
        this.resource = new GalleryResource(fault, keys);
        ServerSocket plain = bound(addresses.get(0), 0);
        ServerSocket plainToo = bound(addresses.get(1), plain.getLocalPort());
        threads.execute(() -> accept(first, socket -> serve(socket, false)));
        threads.execute(() -> accept(second, socket -> serve(socket, true)));
        threads.execute(() -> accept(plain, socket -> servePlain(socket, false)));
        threads.execute(() -> accept(plainToo, socket -> servePlain(socket, true)));
    }

    private ServerSocket bound(InetAddress address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(address, port));
        return socket;
    }

    /** On Linux all of 127.0.0.0/8 is this machine. */
    static List<InetAddress> addresses() throws UnknownHostException {
        return List.of(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
    }

    int requests() {
        return resource.requests();
    }

    int port() {
        return sockets.get(0).getLocalPort();
    }

    URI url() {
        return URI.create("https://" + HOST + ":" + sockets.get(0).getLocalPort() + "/orders");
    }

    /** The port of both addresses for plain HTTP. */
    int plainPort() {
        return sockets.get(2).getLocalPort();
    }

    /** The back end, which a proxy would call: the second address without TLS. */
    URI backEnd() {
        return URI.create("http://127.0.0.2:" + plainPort() + "/orders");
    }

    private void accept(ServerSocket listening, Consumer<Socket> service) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                threads.execute(() -> service.accept(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain, boolean second) {
        long accepted = System.currentTimeMillis();
        try (Socket closed = plain) {
            plain.setSoTimeout(TIMEOUT_MILLIS);
            plain.setTcpNoDelay(true);
            byte[] hello = record(plain.getInputStream());
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, new ByteArrayInputStream(hello), true);
            socket.setUseClientMode(false);
            socket.setWantClientAuth(fault != Fault.NOT_ASKED_IN_TLS12 || offersTls13(hello));
            socket.startHandshake();
            SSLSession session = socket.getSession();
            GalleryResource.Peer peer = new GalleryResource.Peer(
                    chain(session),
                    session.getProtocol(),
                    ((ExtendedSSLSession) session)
                            .getRequestedServerNames().stream()
                                    .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                                    .findFirst()
                                    .orElse(null),
                    session.getCreationTime() < accepted,
                    second);
            converse(socket, peer);
        } catch (IOException | IllegalArgumentException e) {
            // the client is gone, or has sent nonsense
        }
    }

    private void servePlain(Socket plain, boolean second) {
        try (Socket socket = plain) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            converse(socket, GalleryResource.Peer.withoutTls(second));
        } catch (IOException | IllegalArgumentException e) {
            // likewise
        }
    }

    private void converse(Socket socket, GalleryResource.Peer peer) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        boolean open = true;
        while (open) {
            GalleryResource.Request request = request(in);
            socket.getOutputStream().write(resource.answer(request, peer));
            socket.getOutputStream().flush();
            open = request.values("Connection").stream().noneMatch("close"::equalsIgnoreCase);
        }
    }

    /** The first TLS record, which holds the ClientHello. */
    private static byte[] record(InputStream in) throws IOException {
        byte[] head = in.readNBytes(5);
        if (head.length < 5) {
            throw new EOFException();
        }
        int length = ((head[3] & 0xFF) << 8) | (head[4] & 0xFF);
        byte[] body = in.readNBytes(length);
        byte[] whole = Arrays.copyOf(head, 5 + body.length);
        System.arraycopy(body, 0, whole, 5, body.length);
        return whole;
    }

    /** True if the extension supported_versions (43) has 0x0304. */
    private static boolean offersTls13(byte[] hello) {
        for (int i = 5; i + 8 < hello.length; i++) {
            if (hello[i] == 0 && hello[i + 1] == 43 && hello[i + 2] == 0 && hello[i + 4] == hello[i + 3] - 1) {
                for (int j = i + 5; j + 1 < i + 5 + hello[i + 4]; j += 2) {
                    if (hello[j] == 3 && hello[j + 1] == 4) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static List<X509Certificate> chain(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            // none was sent
        }
        return chain;
    }

    private static GalleryResource.Request request(InputStream in) throws IOException {
        String[] first = line(in).split(" ", -1);
        if (first.length != 3) {
            throw new IOException("no request line");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).trim()));
        }
        return new GalleryResource.Request(first[0], first[1], headers);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
