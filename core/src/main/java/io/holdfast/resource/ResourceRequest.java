package io.holdfast.resource;

import io.holdfast.access.RequestTarget;
import io.holdfast.certificate.IncomingConnection;
import org.jspecify.annotations.Nullable;

/** A request as a door received it: raw, with nothing decided yet. */
public interface ResourceRequest extends IncomingConnection, RequestTarget {
    /** The query as it stood in the request line, not decoded and without the question mark; null if there is none. */
    @Nullable
    String queryString();

    /** The request method. */
    String method();

    /**
     * True if a body may follow that no header announces, as over HTTP/2. It is called for apparent preflights, and
     * reads nothing.
     */
    default boolean mayHaveUnannouncedBody() {
        return false;
    }
}
