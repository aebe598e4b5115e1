package io.holdfast.certificate;

import org.jspecify.annotations.Nullable;

/** The address of a connection's other end that is compared with the trusted proxies'. */
public enum PeerAddress {
    /** The socket's address. Where the container does not report it, no address is trusted. The default. */
    SOCKET {
        @Override
        @Nullable
        String of(IncomingConnection connection) {
            return connection.peerAddress();
        }
    },
    /**
     * The address of the container's {@code getRemoteAddr()}, for containers that report no other. Safe only if nothing
     * before the door rewrites it from a header: no forwarding valve, filter, handler or connector option.
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
