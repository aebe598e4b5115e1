package io.holdfast.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address while its server is away: it refuses connections, and no other server that asks for a
 * free port gets it, in whatever process.
 */
public final class HeldPort implements Closeable {
    private final Socket socket = new Socket();

    private HeldPort() {}

    /** The port must be free. */
    public static HeldPort hold(int port) {
        HeldPort held = new HeldPort();
        try {
            // What has come to this port before may still be about.
            held.socket.setReuseAddress(true);
            // Bound without listening.
            held.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return held;
        } catch (IOException e) {
            held.close();
            throw new UncheckedIOException("Port " + port + " cannot be held", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
