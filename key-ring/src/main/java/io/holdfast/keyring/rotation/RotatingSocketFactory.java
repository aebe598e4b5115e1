package io.holdfast.keyring.rotation;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes each socket with the TLS context of that moment and that server. */
final class RotatingSocketFactory extends SSLSocketFactory {
    private final RotatingSslContext.PeerContexts contexts;
    private final SSLContext first;

    RotatingSocketFactory(RotatingSslContext.PeerContexts contexts, SSLContext first) {
        this.contexts = contexts;
        this.first = first;
    }

    /** True if this factory was made for that context. */
    boolean isOf(SSLContext context) {
        return first == context;
    }

    private PeerContext to(@Nullable String host, int port) {
        return contexts.forPeer(host, port);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return to(null, -1).sockets().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return to(null, -1).sockets().getSupportedCipherSuites();
    }

    /** Refuses if the context depends on the server: callers then connect a plain socket, as the JDK does. */
    @Override
    public Socket createSocket() throws IOException {
        if (contexts.needPeer()) {
            return super.createSocket();
        }
        PeerContext peer = to(null, -1);
        return peer.watched(peer.sockets().createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        PeerContext peer = to(host, port);
        return peer.watched(peer.sockets().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        PeerContext peer = to(host, port);
        return peer.watched(peer.sockets().createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        PeerContext peer = to(host.getHostAddress(), port);
        return peer.watched(peer.sockets().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        PeerContext peer = to(host.getHostAddress(), port);
        return peer.watched(peer.sockets().createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        PeerContext peer = to(host, port);
        return peer.watched(peer.sockets().createSocket(connected, host, port, autoClose));
    }

    @Override
    public Socket createSocket(Socket connected, @Nullable InputStream consumed, boolean autoClose) throws IOException {
        return to(null, -1).sockets().createSocket(connected, consumed, autoClose);
    }
}
