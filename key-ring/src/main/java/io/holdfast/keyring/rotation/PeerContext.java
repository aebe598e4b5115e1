package io.holdfast.keyring.rotation;

import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes the connection to one server and sees how long it may be used. For one connection. */
final class PeerContext {
    private final SSLContext context;
    private final @Nullable ConnectionUse use;

    /** @param use of the one connection that is made; null: nobody knows the server, and it shows no certificate */
    PeerContext(SSLContext context, @Nullable ConnectionUse use) {
        this.context = context;
        this.use = use;
    }

    SSLSocketFactory sockets() {
        return context.getSocketFactory();
    }

    SSLEngine engine() {
        return watched(context.createSSLEngine());
    }

    SSLEngine engine(String host, int port) {
        return watched(context.createSSLEngine(host, port));
    }

    private SSLEngine watched(SSLEngine engine) {
        return use != null ? new WatchedEngine(engine, use) : engine;
    }

    /** A socket that {@link #sockets()} has made. */
    Socket watched(Socket socket) {
        return use != null ? new WatchedSocket((SSLSocket) socket, use) : socket;
    }
}
