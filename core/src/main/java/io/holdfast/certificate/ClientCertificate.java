package io.holdfast.certificate;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ClientCertificateSource} found out about the client's connection: the certificate that the client holds
 * the key of, if any, and what follows from where it stood. Immutable.
 */
public final class ClientCertificate {
    private final @Nullable X509Certificate certificate;
    private final boolean overTls;
    private final @Nullable String header;
    private final HiddenHeaders hiddenHeaders;

    private ClientCertificate(
            @Nullable X509Certificate certificate,
            boolean overTls,
            @Nullable String header,
            HiddenHeaders hiddenHeaders) {
        this.certificate = certificate;
        this.overTls = overTls;
        this.header = header;
        this.hiddenHeaders = hiddenHeaders;
    }

    /** One that the container itself has seen, or none. */
    static ClientCertificate ofTls(@Nullable X509Certificate certificate, boolean overTls) {
        return new ClientCertificate(certificate, overTls, null, HiddenHeaders.none());
    }

    /** One that a trusted proxy has seen. */
    static ClientCertificate ofHeader(X509Certificate certificate, boolean overTls, String header) {
        return new ClientCertificate(certificate, overTls, header, HiddenHeaders.none());
    }

    /** The same, with request headers that the application must not see. */
    ClientCertificate hiding(HiddenHeaders headers) {
        return new ClientCertificate(certificate, overTls, header, headers);
    }

    /** The end-entity certificate; null if the client has shown none. */
    public @Nullable X509Certificate certificate() {
        return certificate;
    }

    /** Whether the client's request came over TLS, to this server or to a trusted proxy. */
    public boolean overTls() {
        return overTls;
    }

    /** The request header that the certificate was taken from, so that the answer varies on it; null if none. */
    public @Nullable String header() {
        return header;
    }

    /** The request headers that pose as a certificate and must not reach the application. */
    public HiddenHeaders hiddenHeaders() {
        return hiddenHeaders;
    }
}
