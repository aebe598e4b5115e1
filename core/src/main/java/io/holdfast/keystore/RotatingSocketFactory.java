package io.holdfast.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes each socket with the TLS context of that moment. */
final class RotatingSocketFactory extends SSLSocketFactory {
    private final Supplier<SSLContext> present;
    private final SSLContext first;

    RotatingSocketFactory(Supplier<SSLContext> present, SSLContext first) {
        this.present = present;
        this.first = first;
    }

    /** Whether this was made in that context's time. */
    boolean isOf(SSLContext context) {
        return first == context;
    }

    private SSLSocketFactory now() {
        return present.get().getSocketFactory();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return now().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return now().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return now().createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return now().createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return now().createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return now().createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return now().createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        return now().createSocket(connected, host, port, autoClose);
    }

    @Override
    public Socket createSocket(Socket connected, @Nullable InputStream consumed, boolean autoClose) throws IOException {
        return now().createSocket(connected, consumed, autoClose);
    }
}
