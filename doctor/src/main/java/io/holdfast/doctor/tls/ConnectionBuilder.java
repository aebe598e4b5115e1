package io.holdfast.doctor.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.jspecify.annotations.Nullable;

/** Collects what is particular of one connection, and connects. Not for use by several threads. */
public final class ConnectionBuilder {
    private final ClientTls client;
    private final String host;
    private final int port;
    private final Duration timeout;
    private @Nullable InetAddress address;
    private List<String> versions = List.of("TLSv1.3", "TLSv1.2");
    private List<String> alpn = List.of("http/1.1");
    private @Nullable String serverName;
    private boolean namesServer = true;
    private boolean secure = true;
    private int keptBodyBytes = Integer.MAX_VALUE;

    ConnectionBuilder(ClientTls client, String host, int port, Duration timeout) {
        this.client = client;
        this.host = host;
        this.port = port;
        this.timeout = timeout;
    }

    /** Connects to this address of the host. Default: the first one that the name has. */
    public ConnectionBuilder address(InetAddress one) {
        this.address = one;
        return this;
    }

    /** Offers these versions alone. Default: TLS 1.3 and 1.2. */
    public ConnectionBuilder versions(String... names) {
        this.versions = List.of(names);
        return this;
    }

    /** Offers these application protocols; none for no such extension. Default: {@code http/1.1}, which is spoken here. */
    public ConnectionBuilder alpn(String... protocols) {
        this.alpn = List.of(protocols);
        return this;
    }

    /**
     * Sends another server name than the host; null for none. The certificate must name the host still, else nothing is
     * sent behind the handshake.
     */
    public ConnectionBuilder serverName(@Nullable String name) {
        this.serverName = name;
        this.namesServer = name != null;
        return this;
    }

    /** Keeps of each body no more than this. Default: all that is read of it. */
    public ConnectionBuilder keptOfBodies(int bytes) {
        this.keptBodyBytes = bytes;
        return this;
    }

    /** Speaks plain HTTP: TLS names no server, asks for nothing and sends nothing. */
    public ConnectionBuilder withoutTls() {
        this.secure = false;
        return this;
    }

    /**
     * Connects, with TCP and TLS.
     *
     * @throws ConnectionFailedException if that fails; it has the facts up to there
     */
    public ObservedConnection connect() throws ConnectionFailedException {
        InetSocketAddress there = new InetSocketAddress(address(), port);
        HandshakeObserver observer = new HandshakeObserver();
        Deadline deadline = Deadline.in(timeout);
        Socket plain = new Socket();
        boolean connected = false;
        try {
            deadline.closes(plain);
            tcp(plain, there, deadline);
            Socket socket = secure ? tls(plain, there, observer, deadline) : plain;
            connected = true;
            return new ObservedConnection(socket, plain, there, observer, deadline, keptBodyBytes);
        } finally {
            if (!connected) {
                deadline.close();
                Quietly.close(plain);
            }
        }
    }

    private InetAddress address() throws ConnectionFailedException {
        try {
            return address != null ? address : InetAddress.getAllByName(host)[0];
        } catch (UnknownHostException e) {
            String problem =
                    "The name " + host + " has no address. Check the URL, and the name service of this machine.";
            throw new ConnectionFailedException(ConnectionFailedException.Stage.NAME, false, null, problem, e);
        }
    }

    private void tcp(Socket plain, InetSocketAddress there, Deadline deadline) throws ConnectionFailedException {
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout((int) timeout.toMillis());
            plain.connect(there, (int) timeout.toMillis());
        } catch (IOException e) {
            String problem = there.getAddress().getHostAddress() + " port " + port + " takes no connection"
                    + (deadline.isReasonOf(e)
                            ? " within " + deadline.limit().toMillis() + " ms"
                            : " (" + Failures.shown(e) + ")")
                    + ". Check host and port, and what is between.";
            throw new ConnectionFailedException(ConnectionFailedException.Stage.CONNECT, false, null, problem, e);
        }
    }

    /** The Java platform is content with a certificate that fits the server name alone. */
    private void requireHost(SSLSocket socket) throws SSLException {
        try {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            new DefaultHostnameVerifier().verify(host, certificate);
        } catch (SSLException e) {
            throw new SSLException(e.getMessage(), new CertificateException(e.getMessage()));
        }
    }

    private SSLSocket tls(Socket plain, InetSocketAddress there, HandshakeObserver observer, Deadline deadline)
            throws ConnectionFailedException {
        try {
            SSLSocket socket = (SSLSocket) client.sockets().createSocket(plain, host, port, true);
            client.observers().add(socket, observer);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(versions.toArray(new String[0]));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(alpn.toArray(new String[0]));
            if (serverName != null) {
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
            } else if (!namesServer) {
                parameters.setServerNames(List.of());
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            observer.done();
            if (serverName != null) {
                requireHost(socket);
            }
            return socket;
        } catch (IOException e) {
            boolean late = deadline.isReasonOf(e);
            throw new ConnectionFailedException(
                    ConnectionFailedException.Stage.HANDSHAKE,
                    late,
                    TlsObservation.unfinished(there, observer),
                    late
                            ? host + ":" + port + " had not ended the handshake within "
                                    + deadline.limit().toMillis() + " ms. A longer time: --timeout."
                            : Failures.ofHandshake(host, port, observer, e),
                    e);
        }
    }
}
