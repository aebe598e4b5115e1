package io.holdfast.keyring.exchange;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.rotation.RefusedCertificate;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.text.HostName;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last look before a request is written, when its connection is known: a token goes only over a connection that was
 * made with the certificate it is bound to, and the certificate only to servers that may see it.
 */
public final class ConnectionCheck {
    /** The texts of the JDK's channels. */
    private static final List<String> BROKEN =
            Collections.unmodifiableList(Arrays.asList("Broken pipe", "Connection reset", "Connection reset by peer"));

    private static final int MOST_CAUSES = 8;

    private ConnectionCheck() {}

    /**
     * The reason why a token must not be sent.
     *
     * @param shown the local certificates of the connection's TLS session; null or empty: there are none, because the
     *     server asked for none, and that is its affair
     * @return null if it may
     */
    public static @Nullable String objectionTo(BoundToken token, Certificate @Nullable [] shown) {
        return shown == null || token.fits(shown)
                ? null
                : "The token was not sent: it is bound to the certificate "
                        + token.credentials().thumbprint() + ", and this connection was made with another certificate, "
                        + nameOf(shown[0]) + ".";
    }

    /**
     * The reason not to send a request without a token to a server: it has been shown the client's certificate, which
     * it must not see.
     *
     * @param port negative for 443
     * @param shown as above
     * @return null if it may
     */
    public static @Nullable String objectionTo(String host, int port, Certificate @Nullable [] shown, KeyRing keyRing) {
        return shown == null
                        || shown.length == 0
                        || !keyRing.hasHad(shown[0])
                        || keyRing.offersCertificateTo(host, port)
                ? null
                : "The request was not sent: the client's certificate, " + nameOf(shown[0]) + ", was shown to " + host
                        + ":" + port + ", which is neither an allowed origin nor the authorization server.";
    }

    /**
     * A failure that names server and certificate, if the server broke the connection that showed it before it answered
     * anything. For clients that lose the connection's own exception.
     *
     * @return the failure itself if it is another
     */
    public static IOException explained(IOException e, String host, int port, BoundToken token) {
        IOException end = e;
        for (int depth = 0; end.getCause() instanceof IOException && depth < MOST_CAUSES; depth++) {
            end = (IOException) end.getCause();
        }
        return BROKEN.contains(String.valueOf(end.getMessage()))
                ? new IOException(
                        RefusedCertificate.textOf(
                                end,
                                HostName.withPort(host, port),
                                token.credentials().certificate()),
                        e)
                : e;
    }

    private static String nameOf(Certificate certificate) {
        return certificate instanceof X509Certificate
                ? CertificateThumbprint.of((X509Certificate) certificate).toString()
                : certificate.getType();
    }
}
