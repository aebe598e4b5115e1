package io.holdfast.doctor.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Notes the server's certificates before another trust manager verifies them, chain and host name. */
final class ObservedTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager verifying;
    private final Observers observers;

    ObservedTrustManager(X509TrustManager verifying, Observers observers) {
        if (!(verifying instanceof X509ExtendedTrustManager)) {
            throw new IllegalStateException("This Java platform's trust manager verifies no host names.");
        }
        this.verifying = (X509ExtendedTrustManager) verifying;
        this.observers = observers;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        observers.of(socket).received(chain);
        verifying.checkServerTrusted(chain, authType, socket);
        observers.of(socket).trusted();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        verifying.checkServerTrusted(chain, authType, engine);
        observers.ofOthers().trusted();
    }

    /** Refuses: without a connection there is no host name to verify. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("The host name of the server cannot be verified.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("This is no server.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("This is no server.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("This is no server.");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifying.getAcceptedIssuers();
    }
}
