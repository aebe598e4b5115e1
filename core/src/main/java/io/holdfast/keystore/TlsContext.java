package io.holdfast.keystore;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS contexts and trust managers of the Java platform, made for one owner and never set as a default. */
final class TlsContext {
    private TlsContext() {}

    static SSLContext of(KeyManager @Nullable [] keys, X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform cannot make a TLS context.", e);
        }
    }

    /** Trusts the certificates of a key store, or those of the platform without one. */
    static X509TrustManager trustManager(@Nullable KeyStore trusted) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager) {
                    return (X509TrustManager) manager;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    trusted != null
                            ? "This Java platform cannot make a trust manager."
                            : "The Java platform's own trust store cannot be read. Check javax.net.ssl.trustStore.",
                    e);
        }
        throw new IllegalStateException("This Java platform has no X.509 trust manager.");
    }
}
