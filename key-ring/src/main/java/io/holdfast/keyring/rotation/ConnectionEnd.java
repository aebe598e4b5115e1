package io.holdfast.keyring.rotation;

import io.holdfast.text.HostName;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The end of a connection in words: names server and certificate where the server has refused or missed it. Immutable. */
final class ConnectionEnd {
    private final @Nullable X509Certificate certificate;
    private final String host;
    private final int port;
    private final @Nullable CertificateUse uses;

    /**
     * @param certificate that was offered; null: none, or nobody knows which
     * @param uses says why none was offered; null: nobody knows
     */
    ConnectionEnd(@Nullable X509Certificate certificate, String host, int port, @Nullable CertificateUse uses) {
        this.certificate = certificate;
        this.host = host;
        this.port = port;
        this.uses = uses;
    }

    /** By the server's alert, if there is one. */
    SSLException explained(SSLException e) {
        X509Certificate own = certificate;
        if (own == null) {
            return uses != null ? RefusedCertificate.explainUnshown(e, host, port, uses) : e;
        }
        return RefusedCertificate.explain(e, server(), own);
    }

    /** Before the server answered, after it had been shown the certificate. */
    SocketException explained(SocketException e) {
        X509Certificate own = certificate;
        return own != null ? RefusedCertificate.explain(e, server(), own) : e;
    }

    private String server() {
        return HostName.withPort(host, port);
    }

    /** Before TLS was there. */
    SocketException explainedInHandshake(SocketException e) {
        X509Certificate own = certificate;
        return own != null ? RefusedCertificate.explainHandshake(e, server(), own) : e;
    }
}
