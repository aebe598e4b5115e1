package io.holdfast.certificate;

/** Where the client certificate of a request comes from. Implementations are safe for use by many threads. */
public interface ClientCertificateSource {
    /** What is known of the certificate that the client has proved to hold the key of. */
    ClientCertificate of(IncomingConnection connection);

    /** The request headers that a certificate may stand in: what the application must not see of a request that failed. */
    HiddenHeaders headers();
}
