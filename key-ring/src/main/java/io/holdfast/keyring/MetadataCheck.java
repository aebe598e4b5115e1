package io.holdfast.keyring;

/**
 * The treatment of authorization server metadata that contradict bound tokens: they lack the client's authentication
 * method, or do not state that tokens are bound to certificates.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.3">RFC 8705 section 3.3, "Authorization Server
 *     Metadata"</a>
 */
public enum MetadataCheck {
    /** Requests no token. */
    FAIL,

    /** Warns in the log, once. */
    WARN,

    /** Ignores the contradiction. */
    OFF
}
