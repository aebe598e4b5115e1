package io.holdfast.authorizationserver;

import java.net.URI;

/** Fetches small documents of an authorization server: metadata, key sets. Safe for use by several threads. */
public interface DocumentSource {
    /**
     * The document at an address.
     *
     * @param uri an {@code https} address
     * @return the document's text
     * @throws AuthorizationServerException if there is no such document, or it cannot be had whole and in time, or it is
     *     too large
     */
    String get(URI uri) throws AuthorizationServerException;
}
