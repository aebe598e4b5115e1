package io.holdfast.demo.tokenservice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities whose client certificates are believed: a small set of its own, never the JVM's {@code cacerts} (RFC
 * 8705 §7.4).
 *
 * <p>The connector lets any certificate through the handshake, because it also serves self-signed clients; so for the
 * PKI method the chain is validated here, by the platform's own PKIX implementation (RFC 8705 §2.1, §7.5). Safe for use
 * by many threads.
 */
final class ClientAuthorities {
    private final X509TrustManager trustManager;

    private ClientAuthorities(X509TrustManager trustManager) {
        this.trustManager = trustManager;
    }

    /**
     * Reads a PEM file.
     *
     * @throws CertificateException if it holds no certificate or one that is not of an authority
     */
    static ClientAuthorities load(Path pemFile) throws IOException, GeneralSecurityException {
        List<X509Certificate> anchors = new ArrayList<>();
        try (InputStream in = Files.newInputStream(pemFile)) {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .forEach(certificate -> anchors.add((X509Certificate) certificate));
        }
        if (anchors.isEmpty()) {
            throw new CertificateException("it holds no certificate");
        }
        for (X509Certificate anchor : anchors) {
            // The platform believes an anchor that is presented as a client certificate without checking it further.
            if (anchor.getBasicConstraints() < 0) {
                throw new CertificateException("it holds the certificate of " + anchor.getSubjectX500Principal()
                        + ", which is not of a certificate authority");
            }
        }
        return of(anchors);
    }

    private static ClientAuthorities of(List<X509Certificate> anchors) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("authority-" + i, anchors.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager candidate : factory.getTrustManagers()) {
            if (candidate instanceof X509TrustManager) {
                return new ClientAuthorities((X509TrustManager) candidate);
            }
        }
        throw new GeneralSecurityException("This Java platform has no X.509 trust manager");
    }

    /**
     * Why this chain is not valid for a TLS client now; empty if it is. The key usages are checked too, revocation is
     * not.
     */
    Optional<String> objectionTo(List<X509Certificate> chain) {
        try {
            String keyAlgorithm = chain.get(0).getPublicKey().getAlgorithm();
            trustManager.checkClientTrusted(chain.toArray(new X509Certificate[0]), keyAlgorithm);
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of("its certificate chain is not valid for a client of our authorities: " + printable(e));
        }
    }

    /** The platform may quote names from the certificate, which are of the sender's choice. */
    private static String printable(CertificateException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", " ");
    }
}
