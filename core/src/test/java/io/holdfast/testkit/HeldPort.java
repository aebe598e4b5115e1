package io.holdfast.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A port of the loopback address while its server is away: it refuses connections, and no other server that asks for a
 * free port gets it, in whatever process.
 */
public final class HeldPort implements Closeable {
    private static final int MOST_ATTEMPTS = 20;

    private final Socket socket = new Socket();

    private HeldPort() {}

    /**
     * Takes the port as soon as it is free, within a second: a client's own end of a connection may have it so long. What
     * is not free then is not held, but neither can anybody else be given it as a free one.
     */
    public static HeldPort hold(int port) {
        HeldPort held = new HeldPort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int attempt = 1; ; attempt++) {
            try {
                // What has come to this port before may still be about.
                held.socket.setReuseAddress(true);
                // Bound without listening.
                held.socket.bind(address);
                return held;
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS) {
                    held.close();
                    return held;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
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
