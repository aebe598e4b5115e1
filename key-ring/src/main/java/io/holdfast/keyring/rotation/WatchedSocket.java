package io.holdfast.keyring.rotation;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TLS socket that counts as closed once its {@link ConnectionUse} has ended, so that pools drop it, and sends nothing
 * more. Over HTTP/2 it only counts as closed, because exchanges that are under way share it.
 */
final class WatchedSocket extends DelegatingSocket {
    private final ConnectionUse use;
    private volatile @Nullable EarlyAnswer early; // only after a failure

    WatchedSocket(SSLSocket socket, ConnectionUse use) {
        super(socket);
        this.use = use;
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed() || use.hasEnded(!isHttp2());
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) > 0 ? one[0] & 0xff : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                EarlyAnswer answer = early;
                if (answer != null && length > 0 && answer.takeInto(bytes, offset)) {
                    return 1;
                }
                try {
                    int read = in.read(bytes, offset, length);
                    if (read > 0) {
                        use.hasRead();
                    }
                    return read;
                } catch (SSLException | SocketException e) {
                    throw early().explainRead(e);
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(socket.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                requireUse();
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw early().explainWrite(e);
                }
                use.hasSent();
            }
        };
    }

    private synchronized EarlyAnswer early() {
        EarlyAnswer answer = early != null ? early : new EarlyAnswer(socket, use);
        early = answer;
        return answer;
    }

    private boolean isHttp2() {
        try {
            return ConnectionUse.HTTP_2.equals(socket.getApplicationProtocol());
        } catch (UnsupportedOperationException e) {
            return false; // a socket that negotiates no protocol
        }
    }

    private void requireUse() throws IOException {
        if (!isHttp2() && use.hasEnded(true)) {
            throw new ReplacedCertificateException(ConnectionUse.ending());
        }
        use.requireOwnCertificate(socket::getSession);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return socket.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return socket.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        socket.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return socket.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return socket.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        socket.setEnabledProtocols(protocols);
    }

    @Override
    public SSLSession getSession() {
        return socket.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return socket.getHandshakeSession();
    }

    @Override
    public void startHandshake() throws IOException {
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            throw use.end().explained(e);
        } catch (SocketException e) {
            throw use.end().explainedInHandshake(e);
        }
    }

    @Override
    public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
        socket.addHandshakeCompletedListener(listener);
    }

    @Override
    public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
        socket.removeHandshakeCompletedListener(listener);
    }

    @Override
    public void setUseClientMode(boolean client) {
        socket.setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
        return socket.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        socket.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return socket.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        socket.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return socket.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        socket.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return socket.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return socket.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        socket.setSSLParameters(parameters);
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return socket.getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return socket.getHandshakeApplicationProtocol();
    }

    @Override
    public @Nullable BiFunction<SSLSocket, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return socket.getHandshakeApplicationProtocolSelector();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(BiFunction<SSLSocket, List<String>, String> selector) {
        socket.setHandshakeApplicationProtocolSelector((inner, offered) -> selector.apply(this, offered));
    }
}
