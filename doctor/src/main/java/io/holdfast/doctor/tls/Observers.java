package io.holdfast.doctor.tls;

import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The observer of each open connection, by its socket. */
final class Observers {
    private final Map<Socket, HandshakeObserver> observers = Collections.synchronizedMap(new WeakHashMap<>());

    private volatile boolean askedByEngine;

    void add(Socket socket, HandshakeObserver observer) {
        observers.put(socket, observer);
    }

    @Nullable
    HandshakeObserver of(@Nullable Socket socket) {
        return socket == null ? null : observers.get(socket);
    }

    /** Notes that a server asked a client that speaks by an engine instead of a socket. */
    void askedByEngine() {
        askedByEngine = true;
    }

    boolean isAskedByEngine() {
        return askedByEngine;
    }
}
