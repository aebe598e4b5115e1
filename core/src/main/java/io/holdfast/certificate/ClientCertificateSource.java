package io.holdfast.certificate;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Where the client certificate of a request comes from. Implementations are safe for use by many threads. */
public interface ClientCertificateSource {
    /**
     * The certificate that the client has proved to hold the key of.
     *
     * @return null if there is none
     */
    @Nullable
    X509Certificate certificateOf(IncomingConnection connection);
}
