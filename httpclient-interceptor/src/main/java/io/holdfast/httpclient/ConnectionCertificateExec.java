package io.holdfast.httpclient;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.client.KeyRing;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The last link before the wire: a token goes to an allowed origin only over a connection that was made with the
 * certificate it is bound to. A connection manager that somebody else has set up may offer another one, and then the
 * token would only be shown around.
 *
 * <p>A server that asked for no certificate has none to compare with; that is its affair, and the token is sent. An
 * HttpClient that does not tell the connection's TLS session here cannot be checked: 5.6 tells, 5.2 does not.
 */
final class ConnectionCertificateExec implements ExecChainHandler {
    private final KeyRing keyRing;
    private final AllowedOrigins origins;

    ConnectionCertificateExec(KeyRing keyRing, AllowedOrigins origins) {
        this.keyRing = keyRing;
        this.origins = origins;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (carriesToken(request) && origins.allow(scope.route, request.getAuthority())) {
            requireOwnCertificate(scope.clientContext.getSSLSession());
        }
        return chain.proceed(request, scope);
    }

    private static boolean carriesToken(ClassicHttpRequest request) {
        Header authorization = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && String.valueOf(authorization.getValue()).startsWith("Bearer ");
    }

    private void requireOwnCertificate(@Nullable SSLSession session) throws ProtocolException {
        Certificate[] sent = session == null ? null : session.getLocalCertificates();
        if (sent == null || sent.length == 0) {
            return;
        }
        CertificateThumbprint own = keyRing.credentials().thumbprint();
        if (!(sent[0] instanceof X509Certificate) || !own.equals(CertificateThumbprint.of((X509Certificate) sent[0]))) {
            throw new ProtocolException(
                    "The token was not sent: this connection was made with another certificate than the"
                            + " one it is bound to, " + own + ". Make the connection manager with configure().");
        }
    }
}
