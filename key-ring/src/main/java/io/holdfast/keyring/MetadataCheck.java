package io.holdfast.keyring;

/**
 * What is done when the metadata of an authorization server speak against asking it for bound tokens: they do not list
 * the way in which the client authenticates, or do not say that tokens are bound to certificates.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.3">RFC 8705 section 3.3, "Authorization Server
 *     Metadata"</a>
 */
public enum MetadataCheck {
    /** No token is asked for. */
    FAIL,

    /** The log warns, once. */
    WARN,

    /** Nothing. */
    OFF
}
