package io.holdfast.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A client with low overhead: one connection, one request after the other. For one thread at a time. */
final class KeptConnection {
    private static final String OK = "HTTP/1.1 200 ";

    private final InputStream in;
    private final OutputStream out;
    private final List<byte[]> requests;
    private int next;

    private KeptConnection(Socket socket, List<byte[]> requests) throws IOException {
        this.in = new BufferedInputStream(socket.getInputStream(), 8192);
        this.out = socket.getOutputStream();
        this.requests = requests;
    }

    static KeptConnection open(SSLContext context, int port, String path, List<String> tokens) throws IOException {
        Socket socket = context.getSocketFactory().createSocket("localhost", port);
        socket.setTcpNoDelay(true);
        List<byte[]> requests = tokens.stream()
                .map(token -> ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII))
                .toList();
        return new KeptConnection(socket, requests);
    }

    /** Sends requests until a time by {@link System#nanoTime}, and returns their number. */
    long askUntil(long end) throws IOException {
        long asked = 0;
        while (System.nanoTime() - end < 0) {
            out.write(requests.get(next));
            next = (next + 1) % requests.size();
            readAnswer();
            asked++;
        }
        return asked;
    }

    private void readAnswer() throws IOException {
        String status = line();
        if (!status.startsWith(OK)) {
            throw new IOException("The answer is " + status);
        }
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        in.skipNBytes(length);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The server has closed the connection.");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
