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

    /**
     * The address of the socket's other end, as text, whatever the request's headers say; null if the container does not
     * tell it.
     */
    @Nullable
    String peerAddress();

    /**
     * The address that the container takes for the client's, as text. Whatever stands before the door may have rewritten
     * it, by a header that anybody can send.
     */
    @Nullable
    String remoteAddress();
}
