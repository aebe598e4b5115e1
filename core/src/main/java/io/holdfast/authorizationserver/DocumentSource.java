package io.holdfast.authorizationserver;

import java.net.URI;

/** Fetches documents over https, within bounds of time and size. Implementations are safe for use by many threads. */
public interface DocumentSource {
    /**
     * Fetches a document.
     *
     * @throws AuthorizationServerException if there is no answer in time, or none with status 200
     */
    String get(URI uri) throws AuthorizationServerException;
}
