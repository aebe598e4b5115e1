package io.holdfast.keyring.rotation;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
    private final BooleanSupplier replaced;
    private volatile boolean serversTurnIsOver;
    private volatile boolean compared;

    private ConnectionUse(@Nullable X509Certificate certificate, BooleanSupplier replaced) {
        this.certificate = certificate;
        this.replaced = replaced;
        this.compared = certificate == null;
    }

    /** Until another generation is in use. */
    static ConnectionUse whileInUse(CredentialGeneration credentials, Supplier<CredentialGeneration> present) {
        return new ConnectionUse(credentials.certificate(), () -> present.get() != credentials);
    }

    /** Until another object is in use; nobody says which certificate it shows. */
    static <T> ConnectionUse whileInUse(T made, Supplier<T> present) {
        return new ConnectionUse(null, () -> present.get() != made);
    }

    /** Whatever else is in use. */
    static ConnectionUse of(CredentialGeneration credentials) {
        return new ConnectionUse(credentials.certificate(), () -> false);
    }

    /** Bytes of the server's have been read. */
    void hasRead() {
        if (!serversTurnIsOver) {
            serversTurnIsOver = true;
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

    /** The reason why nothing may ever be sent; null if it may. A server that asked for none was shown none. */
    @Nullable
    String objectionTo(Supplier<SSLSession> session) {
        if (compared) {
            return null;
        }
        X509Certificate own = certificate;
        Certificate[] shown = session.get().getLocalCertificates();
        if (own != null && shown != null && shown.length > 0 && !shown[0].equals(own)) {
            return "Nothing was sent: the connection was made with another certificate, "
                    + CertificateThumbprint.of((X509Certificate) shown[0]) + ", than the credentials in use have, "
                    + CertificateThumbprint.of(own) + ". Give CredentialGeneration.of the chain that its TLS context"
                    + " offers.";
        }
        compared = true;
        return null;
    }
}
