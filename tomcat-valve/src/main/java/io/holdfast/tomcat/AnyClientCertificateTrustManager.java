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
 * Lets any client certificate through the TLS handshake, also a self-signed one: for a connector whose applications are all
 * behind a {@link CertificateBoundTokenValve} or its filter. Tomcat takes it by its name, as
 * {@code trustManagerClassName} of an {@code SSLHostConfig} with {@code certificateVerification="optional"}.
 *
 * <p>Why that is safe there: TLS itself proves that the client holds the certificate's private key, whoever issued it.
 * The token is bound to that one certificate by the authorization server, and the valve compares the two for each request.
 * Who issued the certificate adds nothing to that, and of a self-signed one there is no issuer to ask.
 *
 * <p>What it is not: it authenticates nobody. A name in the certificate is what the client has written there. Never use
 * it where an application or the container reads the certificate as an identity ({@code CLIENT-CERT} login, a realm by
 * subject, a list of allowed subjects or issuers), nor in an authorization server that does not validate the chain of its
 * {@code tls_client_auth} clients itself. It is of no use for outgoing connections: every server's certificate is
 * refused.
 *
 * <p>It still refuses a certificate whose key would make each handshake of a stranger costly.
 *
 * <p>Immutable, and made of the JDK alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2.2">RFC 8705 section 2.2, "Self-Signed Certificate
 *     Mutual-TLS Method"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-6.2">RFC 8705 section 6.2, "Resource Server"</a>
 */
public final class AnyClientCertificateTrustManager extends X509ExtendedTrustManager {
    /** A bigger modulus takes the server much longer to check a forged signature than the client to send one. */
    private static final int LONGEST_MODULUS = 8192;

    /** The JDK's own keys have 65537; the exponent's length decides the cost of each check. */
    private static final int LONGEST_EXPONENT = 32;

    private static final int LONGEST_DSA_PRIME = 3072;

    /** A trust manager as Tomcat makes it. */
    public AnyClientCertificateTrustManager() {}

    /**
     * Accepts every chain that begins with a certificate.
     *
     * @throws CertificateException if there is none, or if its key is of a size that nobody needs
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

    /** As {@link #checkClientTrusted(X509Certificate[], String)}. */
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    /** As {@link #checkClientTrusted(X509Certificate[], String)}. */
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

    /** Names no authority, so that clients send whatever certificate they have. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
