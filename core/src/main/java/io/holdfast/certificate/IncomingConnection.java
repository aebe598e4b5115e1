package io.holdfast.certificate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container tells of the connection that a request came over: raw, with nothing decided yet. */
public interface IncomingConnection {
    /**
     * The values of a header field, one for each line, in order; empty if there is none.
     *
     * @param name the field's name, in any letter case
     */
    List<String> headers(String name);

    /** Whether the request came over TLS, by the container's own word. */
    boolean secure();

    /** The value of the container's client certificate attribute, whatever it is; null if there is none. */
    @Nullable
    Object clientCertificateAttribute();

    /** The address that the connection comes from, as text; null if the container does not tell the real one. */
    @Nullable
    String peerAddress();
}
