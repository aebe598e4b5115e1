package io.holdfast.doctor.tls;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One identity with TLS sessions of its own: a certificate and key, or none. Connections of one instance may resume each
 * other's sessions, and with them the certificate that was sent before. So a check that must not ride on another one's
 * session takes an instance of its own.
 *
 * <p>Chain and host name of the server are always verified.
 */
public final class ClientTls {
    private final Optional<KeyMaterial> identity;
    private final SSLContext context;
    private final Observers observers;

    private ClientTls(
            Optional<KeyMaterial> identity,
            List<X509Certificate> chain,
            @Nullable PrivateKey key,
            TrustedCertificates trust) {
        this.identity = identity;
        this.observers = new Observers();
        this.context = context(chain, key, trust, observers);
    }

    /**
     * Makes an identity without sessions.
     *
     * @param identity what is sent to every server that asks, whatever authorities it names; null for no certificate
     */
    public static ClientTls of(@Nullable KeyMaterial identity, TrustedCertificates trust) {
        return identity == null
                ? new ClientTls(Optional.empty(), List.of(), null, trust)
                : new ClientTls(Optional.of(identity), identity.certificateChain(), identity.privateKey(), trust);
    }

    /**
     * Makes an identity without sessions that sends exactly this chain, whether its certificates belong together or not.
     *
     * @param key the key of the first certificate; null for no certificate
     */
    public static ClientTls of(List<X509Certificate> chain, @Nullable PrivateKey key, TrustedCertificates trust) {
        return new ClientTls(Optional.empty(), chain, key, trust);
    }

    private static SSLContext context(
            List<X509Certificate> chain, @Nullable PrivateKey key, TrustedCertificates trust, Observers observers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new ObservedKeyManager(chain, key, observers)},
                    new TrustManager[] {new ObservedTrustManager(trust.trustManager(), observers)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform cannot make a TLS context.", e);
        }
    }

    /** The certificate and key that are sent to a server that asks; empty for none. */
    public Optional<KeyMaterial> identity() {
        return identity;
    }

    /** Starts a connection to a host. Nothing is connected yet. */
    public ConnectionBuilder to(String host, int port, Duration timeout) {
        return new ConnectionBuilder(this, host, port, timeout);
    }

    /** The context, for a client that speaks HTTP/2. */
    public SSLContext context() {
        return context;
    }

    /**
     * The certificate and the TLS context of this identity, for a client of another make. It must verify host names
     * itself.
     *
     * @throws IllegalStateException without an identity
     */
    public CredentialGeneration credentials() {
        KeyMaterial known = identity.orElseThrow(() -> new IllegalStateException("There is no certificate."));
        return CredentialGeneration.of(context, known.certificateChain());
    }

    /** True if a server asked for a certificate on one of the connections of the other client. */
    public boolean askedByOthers() {
        return observers.ofOthers().isAsked();
    }

    /** True if one of those connections came as far as a server's certificate that is trusted. */
    public boolean reachedOthers() {
        return observers.ofOthers().isTrusted();
    }

    /** Authorities that such a server named; empty for any. */
    public List<String> authoritiesOfOthers() {
        return observers.ofOthers().authorities();
    }

    SSLSocketFactory sockets() {
        return context.getSocketFactory();
    }

    Observers observers() {
        return observers;
    }
}
