package io.holdfast.doctor.tls;

import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The observer of each open connection, by its socket; others share one. */
final class Observers {
    private final Map<Socket, HandshakeObserver> observers = Collections.synchronizedMap(new WeakHashMap<>());

    private final HandshakeObserver ofOthers = new HandshakeObserver();

    /** The observer of connections that nobody added. */
    HandshakeObserver ofOthers() {
        return ofOthers;
    }

    void add(Socket socket, HandshakeObserver observer) {
        observers.put(socket, observer);
    }

    HandshakeObserver of(@Nullable Socket socket) {
        return socket == null ? ofOthers : observers.getOrDefault(socket, ofOthers);
    }
}
