package io.holdfast.keystore;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates by which a server's chain is checked. There is no way to trust every server: a server without a
 * trusted issuer must have its own certificate named here.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class TrustedCertificates implements TrustSource {
    private final X509TrustManager trustManager;
    private final String origin;

    private TrustedCertificates(X509TrustManager trustManager, String origin) {
        this.trustManager = trustManager;
        this.origin = origin;
    }

    /**
     * The certificates that this Java platform trusts: {@code cacerts}, or {@code javax.net.ssl.trustStore}.
     *
     * @throws IllegalStateException if the platform's trust store cannot be read
     */
    public static TrustedCertificates ofPlatform() {
        return new TrustedCertificates(TlsContext.trustManager(null), "the Java platform's");
    }

    /**
     * Trusts exactly these certificates, of authorities or of servers.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TrustedCertificates of(Collection<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("There is no certificate to trust: no server could ever be verified.");
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            return new TrustedCertificates(TlsContext.trustManager(store), certificates.size() + " given");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This Java platform cannot hold trusted certificates in memory.", e);
        }
    }

    /**
     * The certificates in a file.
     *
     * @param file certificates in PEM, DER or PKCS#7, or a PKCS#12, JKS or BCFKS trust store
     * @param type {@code PEM} or a key store type; null to detect it from the content
     * @param password the trust store's password; null if there is none: then its integrity is not checked, and a
     *     PKCS#12 file with encrypted certificates cannot be read
     * @throws KeyMaterialException if the file cannot be read or holds no trusted certificate
     */
    public static TrustedCertificates load(Path file, @Nullable String type, char @Nullable [] password)
            throws KeyMaterialException {
        byte[] content = KeyFile.read(file);
        String format = type != null ? type : KeyStoreFormat.of(content, file);
        List<X509Certificate> certificates = format.equalsIgnoreCase(KeyStoreFormat.PEM)
                ? PemCertificates.in(content, file, "trusted certificate")
                : certificateEntries(KeyStoreFormat.open(file, content, format, password), file);
        if (certificates.isEmpty()) {
            throw new KeyMaterialException(
                    file + " (" + format + ") holds no trusted certificate: the chain of a private key"
                            + " is none, and without its password a PKCS12 file shows none. Write what is to be trusted to a"
                            + " PEM file: openssl pkcs12 -in <PKCS12> -nokeys -out <new file>, or keytool -exportcert -rfc");
        }
        return of(certificates);
    }

    private static List<X509Certificate> certificateEntries(KeyStore store, Path file) throws KeyMaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                Certificate certificate = store.isCertificateEntry(alias) ? store.getCertificate(alias) : null;
                if (certificate instanceof X509Certificate) {
                    certificates.add((X509Certificate) certificate);
                }
            }
            return certificates;
        } catch (KeyStoreException e) {
            throw new KeyMaterialException(file + " cannot be read.", e);
        }
    }

    /** Returns this object. */
    @Override
    public TrustedCertificates load() {
        return this;
    }

    /** All trusted certificates. */
    Set<X509Certificate> certificates() {
        return new HashSet<>(Arrays.asList(trustManager.getAcceptedIssuers()));
    }

    /** True if each certificate that the other one trusts is among these. */
    public boolean includes(TrustedCertificates other) {
        return certificates().containsAll(other.certificates());
    }

    /** A trust manager that checks server chains by these certificates. */
    public X509TrustManager trustManager() {
        return trustManager;
    }

    /** A new TLS context that trusts these certificates and presents no client certificate. */
    public SSLContext sslContext() {
        return TlsContext.of(null, trustManager);
    }

    @Override
    public String toString() {
        return "TrustedCertificates[" + origin + "]";
    }
}
