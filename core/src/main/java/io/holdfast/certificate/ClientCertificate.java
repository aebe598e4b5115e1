package io.holdfast.certificate;

import io.holdfast.binding.CertificateThumbprint;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link ClientCertificateSource}: the certificate whose key the client has proved to hold, if any, and
 * its origin. Immutable.
 */
public final class ClientCertificate {
    private final @Nullable X509Certificate certificate;

    /** The thumbprint, where a proxy has forwarded nothing else of the certificate. */
    private final @Nullable CertificateThumbprint thumbprint;

    private final boolean overTls;
    private final @Nullable String header;
    private final HiddenHeaders hiddenHeaders;

    private ClientCertificate(
            @Nullable X509Certificate certificate,
            @Nullable CertificateThumbprint thumbprint,
            boolean overTls,
            @Nullable String header,
            HiddenHeaders hiddenHeaders) {
        this.certificate = certificate;
        this.thumbprint = thumbprint;
        this.overTls = overTls;
        this.header = header;
        this.hiddenHeaders = hiddenHeaders;
    }

    /** Wraps a certificate that the container itself has seen, or none. */
    static ClientCertificate ofTls(@Nullable X509Certificate certificate, boolean overTls) {
        return new ClientCertificate(certificate, null, overTls, null, HiddenHeaders.none());
    }

    /** Wraps a certificate that a trusted proxy has seen. */
    static ClientCertificate ofHeader(X509Certificate certificate, boolean overTls, String header) {
        return new ClientCertificate(certificate, null, overTls, header, HiddenHeaders.none());
    }

    /** Wraps the thumbprint of a certificate that a trusted proxy has seen and not forwarded. */
    static ClientCertificate ofHeader(CertificateThumbprint thumbprint, boolean overTls, String header) {
        return new ClientCertificate(null, thumbprint, overTls, header, HiddenHeaders.none());
    }

    /** Adds request headers that the application must not see. */
    ClientCertificate hiding(HiddenHeaders headers) {
        return new ClientCertificate(certificate, thumbprint, overTls, header, headers);
    }

    /** The end-entity certificate; null if the client has presented none, or only its {@link #thumbprint()} is known. */
    public @Nullable X509Certificate certificate() {
        return certificate;
    }

    /** The thumbprint of a certificate that is not known itself; null if it is, or the client has presented none. */
    public @Nullable CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    /** True if the client has presented a certificate, of which at least the thumbprint is known. */
    public boolean isPresented() {
        return certificate != null || thumbprint != null;
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
