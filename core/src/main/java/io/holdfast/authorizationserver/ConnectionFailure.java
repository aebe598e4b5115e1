package io.holdfast.authorizationserver;

import io.holdfast.certificate.ExtendedKeyUsage;
import io.holdfast.certificate.OfferedCertificate;
import io.holdfast.certificate.TlsAlert;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.text.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Explains an {@link IOException} of a call by its most probable cause. A server whose TLS refuses the client's
 * certificate gives no OAuth error: under TLS 1.3 the connection just breaks, after the request was written.
 */
final class ConnectionFailure {
    private static final String FAILED = "failed: ";

    private static final String RESPONSE_TIMEOUT = " (responseTimeout; at a door responseTimeoutMillis).";
    private static final String ALERT = "Received fatal alert";

    /** The texts for a connection that the other side ended; those for others are of this machine and its network. */
    private static final Pattern BROKEN_OFF = Pattern.compile("(?i)reset|broken pipe|abort|closed|timed out");

    private static final String READ_TIMED_OUT = "Read timed out";
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    private final @Nullable CredentialGeneration offered;
    private final @Nullable HttpHost proxy;
    private final Duration connectTimeout;
    private final Duration responseTimeout;

    /**
     * The failures of one connection.
     *
     * @param offered null if it offers no certificate
     * @param proxy null if it leads through none
     */
    ConnectionFailure(
            @Nullable CredentialGeneration offered,
            @Nullable HttpHost proxy,
            Duration connectTimeout,
            Duration responseTimeout) {
        this.offered = offered;
        this.proxy = proxy;
        this.connectTimeout = connectTimeout;
        this.responseTimeout = responseTimeout;
    }

    AuthorizationServerException of(URI uri, IOException e) {
        return proxy == null
                ? new AuthorizationServerException(uri + " " + explain(uri, e), e)
                : new AuthorizationServerException(
                        uri + " (through the proxy " + proxy.toURI() + ") " + explainProxied(uri, e), e);
    }

    private String explainProxied(URI uri, IOException e) {
        if (isWithoutTunnel(e)) {
            return "was not called: the proxy opens no tunnel to it (" + Printable.of(String.valueOf(e.getMessage()))
                    + ").";
        }
        return e instanceof UnknownHostException
                ? "cannot be reached: the name of the proxy does not resolve."
                : explain(uri, e);
    }

    /** True if a forward proxy opened no tunnel to the server. */
    @SuppressWarnings("deprecation") // newer versions hand out the proxy's answer instead
    static boolean isWithoutTunnel(Exception e) {
        return causedBy(e, NoTunnelException.class)
                || causedBy(e, org.apache.hc.client5.http.impl.TunnelRefusedException.class);
    }

    /** True if the server closed a connection that had been there, which says nothing of the server. */
    static boolean isBrokenOff(IOException e) {
        return e instanceof NoHttpResponseException
                || e instanceof ConnectionClosedException
                || (e instanceof SocketException && !(e instanceof ConnectException))
                || (e instanceof SSLException && e.getCause() instanceof SocketException);
    }

    private String explain(URI uri, IOException e) {
        if (e instanceof BoundedBody.RefusedAnswerException) {
            return e.getMessage() + ".";
        }
        if (e instanceof UnknownHostException) {
            return "cannot be reached: the name " + uri.getHost() + " does not resolve.";
        }
        if (e instanceof SSLPeerUnverifiedException) {
            return "showed a certificate that is not for " + uri.getHost() + ". No request was sent.";
        }
        if (causedBy(e, CertificateException.class)) {
            return UnfitServerCertificate.explain(e) + " No request was sent.";
        }
        if (e instanceof ConnectTimeoutException) {
            return isOfHandshake(e)
                    ? "accepted the connection, but nothing came for " + responseTimeout.toMillis()
                            + " ms during the TLS handshake" + RESPONSE_TIMEOUT
                            + " See whether this port speaks TLS, and what stands before it."
                    : "cannot be reached: no connection within " + connectTimeout.toMillis()
                            + " ms (connectTimeout; at a door connectTimeoutMillis). A firewall may swallow the packets.";
        }
        if (e instanceof SocketTimeoutException) {
            return "did not answer in time: nothing came for " + responseTimeout.toMillis() + " ms" + RESPONSE_TIMEOUT;
        }
        if (e instanceof ConnectException) {
            return "cannot be reached: " + reason(e) + ".";
        }
        return broken(e);
    }

    /** HttpClient takes the handshake for a part of connecting, and only the text of the failed read tells it. */
    private static boolean isOfHandshake(IOException e) {
        return String.valueOf(e.getMessage()).endsWith(READ_TIMED_OUT);
    }

    /** Such as "Connection refused", without the addresses before it, whose order may change each time. */
    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.lastIndexOf(FAILED);
        if (end >= 0) {
            return Printable.of(message.substring(end + FAILED.length()));
        }
        Throwable cause = e.getCause();
        return cause instanceof ConnectException && cause.getMessage() != null
                ? Printable.of(cause.getMessage())
                : e.getClass().getSimpleName();
    }

    private String broken(IOException e) {
        if (String.valueOf(e.getMessage()).contains(NO_TLS)) {
            return "does not speak TLS at this port. No request was sent.";
        }
        Optional<TlsAlert> alert = TlsAlert.in(e);
        if (alert.isPresent()) {
            return ended(alert.get());
        }
        if (isOfThisSide(e)) {
            return "was not called: this side ended the TLS handshake (" + text(e)
                    + "). See the TLS settings of this Java platform, and whether it can use the client's key.";
        }
        if (e instanceof InterruptedIOException) {
            return "was not heard to the end: the call was interrupted (" + text(e) + ").";
        }
        if (e instanceof SocketException && !BROKEN_OFF.matcher(text(e)).find()) {
            return "cannot be reached: " + text(e) + ".";
        }
        return accusing(
                e instanceof SSLException
                        ? "broke the TLS connection off (" + text(e) + ")."
                        : "closed the connection without an answer ("
                                + e.getClass().getSimpleName() + ": " + text(e) + ").");
    }

    private String ended(TlsAlert alert) {
        if (alert.missesCertificate()) {
            return offered == null
                    ? "requires a client certificate (alert " + alert
                            + "): none was offered, since none is set for this" + " call."
                    : OfferedCertificate.unshown(offered.certificate(), alert);
        }
        return alert.refusesCertificate() || alert.mayRefuseCertificate()
                ? accusing("broke the TLS connection off (" + ALERT + ": " + alert + ").")
                : "ended the TLS connection (alert " + alert + "). " + alert.meaning();
    }

    /** A server that gives no better reason most probably refuses the client's certificate. */
    private String accusing(String what) {
        if (offered == null) {
            return what + " If it asks for a client certificate: none was offered.";
        }
        return (what + " Most probably its TLS refuses the client certificate "
                        + OfferedCertificate.nameOf(offered.certificate())
                        + ": see whether it trusts the issuer "
                        + offered.certificate().getIssuerX500Principal() + ". "
                        + ExtendedKeyUsage.objection(offered.certificate()))
                .trim();
    }

    private static String text(IOException e) {
        return e.getMessage() != null
                ? Printable.of(e.getMessage())
                : e.getClass().getSimpleName();
    }

    /** A handshake that the server ends gives an alert, or the connection breaks. */
    private static boolean isOfThisSide(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof SSLException
                && !message.contains(ALERT)
                && !causedBy(e, EOFException.class)
                && !causedBy(e, SocketException.class);
    }

    /** True if an exception of this type is among the causes. */
    static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 16; cause = cause.getCause(), depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
