package io.holdfast.tokenservice.http;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the server that runs the application has received it: a servlet container, or the JDK's own HTTPS server.
 * Used by one thread.
 */
public interface HttpRequest {
    /** The method, as it was sent. */
    String method();

    /** The path within the application, decoded by the server; it begins with a slash. */
    String path();

    /** The query string as it was sent; null if there is none. */
    @Nullable
    String query();

    /** The values of all field lines of this name, whose letter case does not matter; empty if there are none. */
    List<String> headers(String name);

    /**
     * The body. There is one, perhaps of no length, for every request.
     *
     * @throws IOException if it cannot be read
     */
    InputStream body() throws IOException;

    /**
     * The certificates that the client presented in this connection's handshake, its own first; empty if it
     * presented none. Taken from TLS alone: no header and no parameter can name a certificate.
     */
    List<X509Certificate> clientCertificates();

    /** The address that the client's connection comes from, in numbers; null if the server does not tell. */
    @Nullable
    String remoteAddress();

    /** The attribute that a filter of the server has set on the request; null if there is none. */
    @Nullable
    Object attribute(String name);
}
