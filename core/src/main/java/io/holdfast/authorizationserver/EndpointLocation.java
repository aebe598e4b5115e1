package io.holdfast.authorizationserver;

import java.net.URI;

/** Where an endpoint is: at a fixed address, or where the server's metadata say. Safe for use by many threads. */
public interface EndpointLocation {
    /**
     * The endpoint's https address.
     *
     * @throws AuthorizationServerException if it cannot be found out
     */
    URI uri() throws AuthorizationServerException;

    /** The place did not answer as such an endpoint does, so what is remembered of it may be wrong. */
    default void forget() {}
}
