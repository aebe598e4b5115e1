package io.holdfast.tomcat;

import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.RSAPublicKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts any client certificate in the TLS handshake, even a self-signed one: for a connector whose applications are
 * all behind a {@link CertificateBoundTokenValve} or its filter. Tomcat loads it by its class name, as
 * {@code trustManagerClassName} of an {@code SSLHostConfig} with {@code certificateVerification="optional"}.
 *
 * <p>It is safe there, because TLS itself proves that the client holds the certificate's private key, whoever issued
 * it. The token is bound to that one certificate by the authorization server, and the valve compares the two for each
 * request. The certificate's issuer adds nothing to that, and a self-signed one has none.
 *
 * <p>It authenticates nobody: the client chooses the name in its certificate. Never use it where an application or the
 * container reads the certificate as an identity ({@code CLIENT-CERT} login, a realm by subject, a list of allowed
 * subjects or issuers), nor in an authorization server that does not validate the chain of its {@code tls_client_auth}
 * clients itself. It does not work for outgoing connections: it refuses every server's certificate.
 *
 * <p>It refuses a certificate whose key would make each handshake of a stranger costly.
 *
 * <p>Immutable, and made of the JDK alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2.2">RFC 8705 section 2.2, "Self-Signed Certificate
 *     Mutual-TLS Method"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-6.2">RFC 8705 section 6.2, "Resource Server"</a>
 */
public final class AnyClientCertificateTrustManager extends X509ExtendedTrustManager {
    /** The largest RSA modulus, in bits: checking a forged signature must not cost much more than sending one. */
    private static final int LONGEST_MODULUS = 8192;

    /** The longest RSA exponent, in bits: its length decides the cost of each check. The JDK's own keys have 65537. */
    private static final int LONGEST_EXPONENT = 32;

    private static final int LONGEST_DSA_PRIME = 3072;

    /** Makes a trust manager; Tomcat calls it. */
    public AnyClientCertificateTrustManager() {}

    /**
     * Accepts every chain with at least one certificate.
     *
     * @throws CertificateException if there is none, or if its key is larger than the bounds
     */
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (chain == null || chain.length == 0 || chain[0] == null) {
            throw new CertificateException("The client has sent no certificate.");
        }
        PublicKey key = chain[0].getPublicKey();
        if (key instanceof RSAPublicKey) {
            requireAtMost(LONGEST_MODULUS, ((RSAPublicKey) key).getModulus().bitLength(), "RSA modulus");
            requireAtMost(
                    LONGEST_EXPONENT, ((RSAPublicKey) key).getPublicExponent().bitLength(), "RSA exponent");
        } else if (key instanceof DSAPublicKey) {
            DSAPublicKey dsa = (DSAPublicKey) key;
            if (dsa.getParams() == null) {
                throw new CertificateException("The client certificate's DSA key has no parameters.");
            }
            requireAtMost(LONGEST_DSA_PRIME, dsa.getParams().getP().bitLength(), "DSA prime");
        }
    }

    private static void requireAtMost(int most, int bits, String what) throws CertificateException {
        if (bits > most) {
            throw new CertificateException("The client certificate's key is too big to be checked: " + what + " of "
                    + bits + " bits, where at most " + most + " are accepted.");
        }
    }

    /** Applies {@link #checkClientTrusted(X509Certificate[], String)}. */
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    /** Applies {@link #checkClientTrusted(X509Certificate[], String)}. */
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    /** Trusts no server. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException(
                "AnyClientCertificateTrustManager is for servers, which let any client certificate"
                        + " through. It trusts no server: a client with it would talk to anybody.");
    }

    /** Trusts no server. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** Trusts no server. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** Names no authority, so that clients send any certificate that they have. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
