package io.holdfast.httpclient4;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.ConnectionCheck;
import io.holdfast.keyring.token.BoundToken;
import java.io.IOException;
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

/** Looks at each request with {@link ConnectionCheck} right before it is written, when its connection is known. */
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
            if (session == null) {
                throw new ProtocolException("The token was not sent: the connection has no TLS session.");
            }
            String objection = ConnectionCheck.objectionTo(token, session.getLocalCertificates());
            if (objection != null) {
                keyRing.tokenWithheld(objection + ADVICE);
            }
            requireNone(objection);
            TokenExec.write(token, context);
        } else if (session != null) {
            requireNone(ConnectionCheck.objectionTo(
                    session.getPeerHost(), session.getPeerPort(), session.getLocalCertificates(), keyRing));
        }
    }

    private static void requireNone(@Nullable String objection) throws ProtocolException {
        if (objection != null) {
            throw new ProtocolException(objection + ADVICE);
        }
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
