package io.holdfast.certificate;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link ClientCertificateSource}: the certificate whose key the client has proved to hold, if any, and
 * its origin. Immutable.
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

    /** Wraps a certificate that the container itself has seen, or none. */
    static ClientCertificate ofTls(@Nullable X509Certificate certificate, boolean overTls) {
        return new ClientCertificate(certificate, overTls, null, HiddenHeaders.none());
    }

    /** Wraps a certificate that a trusted proxy has seen. */
    static ClientCertificate ofHeader(X509Certificate certificate, boolean overTls, String header) {
        return new ClientCertificate(certificate, overTls, header, HiddenHeaders.none());
    }

    /** Adds request headers that the application must not see. */
    ClientCertificate hiding(HiddenHeaders headers) {
        return new ClientCertificate(certificate, overTls, header, headers);
    }

    /** The end-entity certificate; null if the client has presented none. */
    public @Nullable X509Certificate certificate() {
        return certificate;
    }

    /** True if the client's request came over TLS, to this server or to a trusted proxy. */
    public boolean overTls() {
        return overTls;
    }

    /** The request header that held the certificate, on which the response therefore varies; null if none did. */
    public @Nullable String header() {
        return header;
    }

    /** The request headers that pose as a certificate and must not reach the application. */
    public HiddenHeaders hiddenHeaders() {
        return hiddenHeaders;
    }
}
