package io.holdfast.certificate;

/** Finds the client certificate of a request. Implementations are safe for use by many threads. */
public interface ClientCertificateSource {
    /** Finds the certificate whose key the client has proved to hold. */
    ClientCertificate of(IncomingConnection connection);

    /** The request headers that may hold a certificate, which the application must not see of a failed request. */
    HiddenHeaders headers();
}
