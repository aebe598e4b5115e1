package io.holdfast.tokenservice.client;

import io.holdfast.tokenservice.http.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
public final class ClientAuthorities {
    private static final int LONGEST_REASON = 200;

    private final List<X509Certificate> anchors;
    private final X509TrustManager trustManager;
    private final Clock clock;

    private ClientAuthorities(List<X509Certificate> anchors, X509TrustManager trustManager, Clock clock) {
        this.anchors = anchors;
        this.trustManager = trustManager;
        this.clock = clock;
    }

    /**
     * Reads a PEM file.
     *
     * @param clock says when a certificate of the file is valid
     * @throws CertificateException if it holds no certificate, or one that is not of an authority or not valid now
     */
    public static ClientAuthorities load(Path pemFile, Clock clock) throws IOException, GeneralSecurityException {
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
            if (!valid(anchor, clock)) {
                throw new CertificateException("it holds the certificate of " + anchor.getSubjectX500Principal()
                        + ", which is valid only from " + anchor.getNotBefore().toInstant() + " to "
                        + anchor.getNotAfter().toInstant());
            }
        }
        return new ClientAuthorities(anchors, trustManager(anchors), clock);
    }

    /** The certificates that are believed, as the platform sees them. */
    Set<X509Certificate> accepted() {
        return new HashSet<>(Arrays.asList(trustManager.getAcceptedIssuers()));
    }

    /**
     * Why this chain is not valid for a TLS client now; empty if it is. The key usages are checked too, revocation is
     * not.
     */
    Optional<String> objectionTo(List<X509Certificate> chain) {
        try {
            String keyAlgorithm = chain.get(0).getPublicKey().getAlgorithm();
            believedNow().checkClientTrusted(chain.toArray(new X509Certificate[0]), keyAlgorithm);
            return Optional.empty();
        } catch (GeneralSecurityException | IOException e) {
            // The platform may quote names from the certificate, which are of the sender's choice.
            return Optional.of("its certificate chain is not valid for a client of our authorities: "
                    + PrintableText.of(String.valueOf(e.getMessage()), LONGEST_REASON));
        }
    }

    /** The platform never looks at the validity of an anchor, and a server may run for longer than one is valid. */
    private X509TrustManager believedNow() throws GeneralSecurityException, IOException {
        List<X509Certificate> valid =
                anchors.stream().filter(anchor -> valid(anchor, clock)).collect(Collectors.toList());
        if (valid.isEmpty()) {
            throw new CertificateException("the certificates of all our authorities have expired");
        }
        return valid.size() == anchors.size() ? trustManager : trustManager(valid);
    }

    private static boolean valid(X509Certificate anchor, Clock clock) {
        Instant now = clock.instant();
        return !now.isBefore(anchor.getNotBefore().toInstant())
                && !now.isAfter(anchor.getNotAfter().toInstant());
    }

    private static X509TrustManager trustManager(List<X509Certificate> anchors)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("authority-" + i, anchors.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager candidate : factory.getTrustManagers()) {
            if (candidate instanceof X509TrustManager) {
                return (X509TrustManager) candidate;
            }
        }
        throw new GeneralSecurityException("This Java platform has no X.509 trust manager");
    }
}
