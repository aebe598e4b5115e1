package io.holdfast.httpclient4;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.apache.http.Header;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolException;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpProcessor;
import org.apache.http.protocol.HttpRequestExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The last look before a request is written, when its connection is known: a token goes only over a connection that was
 * made with the certificate it is bound to, and the certificate only to servers that may see it.
 */
final class CheckingExecutor extends HttpRequestExecutor {
    private static final String ADVICE =
            " Leave the connections to BoundTokenHttpClientBuilder, or make them with its" + " socketFactory(keyRing).";

    private final HttpRequestExecutor executor;
    private final KeyRing keyRing;

    CheckingExecutor(HttpRequestExecutor executor, KeyRing keyRing) {
        this.executor = executor;
        this.keyRing = keyRing;
    }

    @Override
    public HttpResponse execute(HttpRequest request, HttpClientConnection connection, HttpContext context)
            throws IOException, HttpException {
        if (!request.getRequestLine().getMethod().equalsIgnoreCase("CONNECT")) {
            require(request, connection, context);
        }
        return executor.execute(request, connection, context);
    }

    /** An HttpException is none that HttpClient tries again. */
    private void require(HttpRequest request, HttpClientConnection connection, HttpContext context)
            throws ProtocolException {
        SSLSession session = connection instanceof ManagedHttpClientConnection
                ? ((ManagedHttpClientConnection) connection).getSSLSession()
                : null;
        BoundToken token = TokenExec.tokenIn(context);
        Header header = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        if (token != null && header != null && token.authorization().equals(header.getValue())) {
            requireOwnCertificate(token, session);
        } else if (session != null) {
            requireHiddenCertificate(session);
        }
    }

    private static void requireOwnCertificate(BoundToken token, @Nullable SSLSession session) throws ProtocolException {
        if (session == null) {
            throw new ProtocolException("The token was not sent: the connection has no TLS session.");
        }
        Certificate[] shown = session.getLocalCertificates();
        if (!token.fits(shown)) {
            throw new ProtocolException("The token was not sent: it is bound to the certificate "
                    + token.credentials().thumbprint() + ", and this connection was made with another certificate, "
                    + nameOf(shown[0]) + "." + ADVICE);
        }
    }

    private void requireHiddenCertificate(SSLSession session) throws ProtocolException {
        Certificate[] shown = session.getLocalCertificates();
        if (shown != null
                && shown.length > 0
                && keyRing.hasHad(shown[0])
                && !keyRing.offersCertificateTo(session.getPeerHost(), session.getPeerPort())) {
            throw new ProtocolException("The request was not sent: the client's certificate, " + nameOf(shown[0])
                    + ", was shown to " + session.getPeerHost() + ":" + session.getPeerPort()
                    + ", which is neither an allowed origin nor the authorization server." + ADVICE);
        }
    }

    private static String nameOf(Certificate certificate) {
        return certificate instanceof X509Certificate
                ? CertificateThumbprint.of((X509Certificate) certificate).toString()
                : certificate.getType();
    }

    @Override
    public void preProcess(HttpRequest request, HttpProcessor processor, HttpContext context)
            throws HttpException, IOException {
        executor.preProcess(request, processor, context);
    }

    @Override
    public void postProcess(HttpResponse response, HttpProcessor processor, HttpContext context)
            throws HttpException, IOException {
        executor.postProcess(response, processor, context);
    }
}
