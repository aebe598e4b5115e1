package io.holdfast.certificate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connection of a request as the container reports it: raw and unchecked. */
public interface IncomingConnection {
    /**
     * The values of a header field, one for each line, in order; empty if there is none.
     *
     * @param name the field's name, in any letter case
     */
    List<String> headers(String name);

    /** True if the request came over TLS, as the container reports it. */
    boolean secure();

    /** The value of the container's client certificate attribute, of any type; null if there is none. */
    @Nullable
    Object clientCertificateAttribute();

    /**
     * The address of the socket's other end, as text, independent of the request's headers; null if the container does
     * not report it.
     */
    @Nullable
    String peerAddress();

    /**
     * The client's address as the container reports it, as text. Anything before the door may have rewritten it from a
     * header that anybody can send.
     */
    @Nullable
    String remoteAddress();
}
