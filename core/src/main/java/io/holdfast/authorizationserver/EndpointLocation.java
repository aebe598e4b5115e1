package io.holdfast.authorizationserver;

import io.holdfast.text.HttpsAddress;
import java.net.URI;

/** An endpoint's or JWK set's location: a fixed address, or one of the metadata. Safe for use by many threads. */
public interface EndpointLocation {
    /**
     * A fixed address.
     *
     * @throws IllegalArgumentException if it is not an https address; the message does not show a password in it
     */
    static EndpointLocation at(URI address) {
        String problem = HttpsAddress.problem(address);
        if (problem != null) {
            throw new IllegalArgumentException("The endpoint " + HttpsAddress.shown(address.toString()) + " " + problem
                    + ". It must be an https address.");
        }
        return () -> address;
    }

    /**
     * The https address.
     *
     * @throws AuthorizationServerException if it cannot be found out
     */
    URI uri() throws AuthorizationServerException;

    /** The place did not answer as it should, so what is remembered of it may be wrong. */
    default void forget() {}

    /** The server that named the place is no longer trusted: the place must be discovered anew before its next use. */
    default void distrust() {}
}
