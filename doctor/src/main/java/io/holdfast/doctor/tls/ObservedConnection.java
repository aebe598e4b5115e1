package io.holdfast.doctor.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;

/**
 * A connection, with TLS unless it was asked for without, on which HTTP/1.1 is spoken as it was written: a request goes
 * out byte by byte, and nothing follows a redirect, repeats a request or adds a header field. Of an answer are read at
 * most 64 kB of head and one megabyte of body. Not for use by several threads.
 */
public final class ObservedConnection implements Closeable {
    private final Socket socket;
    private final Socket plain;
    private final InetSocketAddress address;
    private final HandshakeObserver observer;
    private final Deadline deadline;
    private final int keptBodyBytes;
    private final BoundedHttp http = new BoundedHttp();

    ObservedConnection(
            Socket socket,
            Socket plain,
            InetSocketAddress address,
            HandshakeObserver observer,
            Deadline deadline,
            int keptBodyBytes)
            throws ConnectionFailedException {
        this.socket = socket;
        this.plain = plain;
        this.address = address;
        this.observer = observer;
        this.deadline = deadline;
        this.keptBodyBytes = keptBodyBytes;
        try {
            http.bind(socket);
        } catch (IOException e) {
            throw failed(ConnectionFailedException.Stage.ANSWER, e);
        }
    }

    /** Facts of this connection up to now. */
    public TlsObservation observation() {
        return socket instanceof SSLSocket
                ? TlsObservation.of(address, observer, (SSLSocket) socket)
                : TlsObservation.unfinished(address, observer);
    }

    /**
     * Sends a request and reads its answer. Only the answer proves that the server's TLS accepted the client: under TLS
     * 1.3 it may refuse after a handshake that succeeded for the client.
     *
     * @throws ConnectionFailedException if no whole answer comes
     */
    public HttpReply exchange(HttpMessage request) throws ConnectionFailedException {
        ClassicHttpResponse head;
        try {
            socket.getOutputStream().write(request.head().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(request.body());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw failed(ConnectionFailedException.Stage.ANSWER, e);
        }
        http.expectHead();
        try {
            head = http.receiveResponseHeader();
            while (head.getCode() < 200) {
                head = http.receiveResponseHeader();
            }
        } catch (IOException | HttpException e) {
            throw failed(
                    http.hasBegun() ? ConnectionFailedException.Stage.BODY : ConnectionFailedException.Stage.ANSWER, e);
        }
        http.expectBody();
        try {
            return new HttpReply(
                    head.getCode(),
                    String.valueOf(head.getVersion()),
                    fields(head),
                    hasBody(request, head.getCode()) ? body(head) : HttpBody.of(new byte[0]));
        } catch (IOException | HttpException e) {
            throw failed(ConnectionFailedException.Stage.BODY, e);
        }
    }

    private static boolean hasBody(HttpMessage request, int status) {
        return !request.method().equals("HEAD") && status != 204 && status != 304;
    }

    private HttpBody body(ClassicHttpResponse head) throws IOException, HttpException {
        http.receiveResponseEntity(head);
        if (head.getEntity() == null) {
            return HttpBody.of(new byte[0]);
        }
        // Not closed: that would read a body to its end, however long.
        HttpBody body = HttpBody.read(head.getEntity().getContent(), keptBodyBytes);
        if (body.isCut()) {
            socket.close(); // nobody reads the rest, so nothing can follow
        }
        return body;
    }

    private static List<HttpMessage.Field> fields(ClassicHttpResponse head) {
        List<HttpMessage.Field> fields = new ArrayList<>();
        for (Header header : head.getHeaders()) {
            String value = header.getValue();
            fields.add(new HttpMessage.Field(header.getName(), value != null ? value : ""));
        }
        return fields;
    }

    private ConnectionFailedException failed(ConnectionFailedException.Stage stage, Exception e) {
        TlsObservation facts = observation();
        String server = facts.address().getHostString() + ":" + facts.address().getPort();
        boolean late = deadline.isReasonOf(e);
        String problem = late
                ? server + " had not answered whole within " + deadline.limit().toMillis()
                        + " ms. A longer time: --timeout."
                : server + " broke off before the end of its answer (" + shown(e) + ")."
                        + (stage == ConnectionFailedException.Stage.ANSWER && facts.asked()
                                ? " It had asked for a client certificate: its TLS probably refuses "
                                        + (facts.sent().isPresent() ? "the one that was sent." : "to do without.")
                                : "");
        return new ConnectionFailedException(stage, late, facts, problem, e);
    }

    /** Messages about a malformed answer quote it, and it may repeat the token. */
    private static String shown(Exception e) {
        return e instanceof HttpException || e instanceof MalformedChunkCodingException
                ? e.getClass().getSimpleName()
                : Failures.shown(e);
    }

    @Override
    public void close() {
        deadline.close();
        Quietly.close(socket);
        Quietly.close(plain);
    }
}
