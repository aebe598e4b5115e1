package io.holdfast.authorizationserver;

import java.io.IOException;

/** An answer that did not come through TLS: a proxy's own, which says nothing of the server. */
final class NoTunnelException extends IOException {
    private static final long serialVersionUID = 1L;

    NoTunnelException(int status) {
        super("it answered " + status);
    }
}
