package io.holdfast.certificate;

import org.jspecify.annotations.Nullable;

/** Which address of a connection's other end is compared with the trusted proxies'. */
public enum PeerAddress {
    /** That of the socket. Where the container does not tell it, no proxy is trusted by its address. The default. */
    SOCKET {
        @Override
        @Nullable
        String of(IncomingConnection connection) {
            return connection.peerAddress();
        }
    },
    /**
     * The container's {@code getRemoteAddr()}, for containers that tell no other. Safe only where nothing before the door
     * rewrites it by a header: no forwarding valve, filter, handler or connector option.
     */
    REMOTE_ADDR {
        @Override
        @Nullable
        String of(IncomingConnection connection) {
            String peer = connection.peerAddress();
            return peer != null ? peer : connection.remoteAddress();
        }
    };

    abstract @Nullable String of(IncomingConnection connection);
}
