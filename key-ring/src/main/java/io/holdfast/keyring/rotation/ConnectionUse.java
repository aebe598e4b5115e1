package io.holdfast.keyring.rotation;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Decides if a connection that shows a certificate may be used: it must have been made with the certificate of its
 * generation, and it ends once that has been replaced and the server has had the last word. The next request would carry
 * a token that is bound to another certificate. A request that the client has begun to send goes on, and so does the
 * answer to it. HTTP/2 has no such turns, so a connection of it ends with the first frame that the client would send.
 *
 * <p>For one connection. Safe for use by several threads.
 */
final class ConnectionUse {
    /** The protocol that TLS negotiates for HTTP/2. */
    static final String HTTP_2 = "h2";

    private final @Nullable X509Certificate certificate;
    private final String host;
    private final int port;
    private final BooleanSupplier replaced;
    private final @Nullable CertificateUse uses;
    private volatile boolean serversTurnIsOver;
    private volatile boolean answered;
    private volatile boolean compared;

    /**
     * @param certificate of the generation; null: none is shown ({@link #withoutCertificate}), or nobody says which
     *     ({@link #whileInUse(Object, Supplier)})
     * @param replaced true once another generation is in use
     * @param uses hears of the connection; null: nobody does
     */
    private ConnectionUse(
            @Nullable X509Certificate certificate,
            String host,
            int port,
            BooleanSupplier replaced,
            @Nullable CertificateUse uses) {
        this.certificate = certificate;
        this.host = host;
        this.port = port;
        this.replaced = replaced;
        this.uses = uses;
        this.compared = certificate == null;
    }

    /** Until another generation is in use. */
    static ConnectionUse whileInUse(
            CredentialGeneration credentials,
            Supplier<CredentialGeneration> present,
            String host,
            int port,
            CertificateUse uses) {
        return new ConnectionUse(credentials.certificate(), host, port, () -> present.get() != credentials, uses);
    }

    /** For as long as it is open: it carries tokens of its own generation only. */
    static ConnectionUse always(CredentialGeneration credentials, String host, int port, CertificateUse uses) {
        return new ConnectionUse(credentials.certificate(), host, port, () -> false, uses);
    }

    /** Until another object is in use; nobody says which certificate it shows. */
    static <T> ConnectionUse whileInUse(T made, Supplier<T> present) {
        return new ConnectionUse(null, "", -1, () -> present.get() != made, null);
    }

    /** To a server that must not see the certificate, for as long as it is open. */
    static ConnectionUse withoutCertificate(String host, int port, CertificateUse uses) {
        return new ConnectionUse(null, host, port, () -> false, uses);
    }

    /** Bytes of the server's have been read. */
    void hasRead() {
        if (!serversTurnIsOver) {
            serversTurnIsOver = true;
            answered = true;
        }
    }

    /** Bytes of the client's have been sent. */
    void hasSent() {
        if (serversTurnIsOver) {
            serversTurnIsOver = false;
        }
    }

    /** @param turns true if client and server take turns on the connection: not over HTTP/2 */
    boolean hasEnded(boolean turns) {
        return (serversTurnIsOver || !turns) && replaced.getAsBoolean();
    }

    static String ending() {
        return "This connection was made with a client certificate that has been replaced. Nothing was sent: call again,"
                + " over a new connection.";
    }

    /**
     * A server that asked for no certificate was shown none.
     *
     * @throws SSLException if nothing may ever be sent
     */
    void requireOwnCertificate(Supplier<SSLSession> session) throws SSLException {
        if (compared) {
            return;
        }
        X509Certificate own = certificate;
        Certificate[] shown = session.get().getLocalCertificates();
        if (own != null && shown != null && shown.length > 0 && !shown[0].equals(own)) {
            String objection = "Nothing was sent: the connection was made with another certificate, "
                    + CertificateThumbprint.of((X509Certificate) shown[0]) + ", than the credentials in use have, "
                    + CertificateThumbprint.of(own) + ". Give CredentialGeneration.of the chain that its TLS context"
                    + " offers.";
            if (uses != null) {
                uses.withheld(objection);
            }
            throw new SSLException(objection);
        }
        compared = true;
        if (uses != null) {
            uses.connected(host, port, shown != null && shown.length > 0);
        }
    }

    /** True once bytes of the server's have been read. */
    boolean isAnswered() {
        return answered;
    }

    /** Explains how the connection ended. */
    ConnectionEnd end() {
        return new ConnectionEnd(certificate, host, port, uses);
    }
}
