package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.ResourceCall;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.CredentialGeneration;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * One request to one server, from the choice of its token to the caller's answer: the part that the classic
 * and the asynchronous link have in common. A redirect begins another round.
 *
 * <p>Used by one thread after another.
 */
final class TokenRound {
    /** The context's attribute with the {@link TokenHeader} of the request that was sent last. */
    static final String TOKEN = "io.holdfast.bound-token";

    /** The context's attribute with the application's request ({@link Asked}). */
    static final String ASKED = "io.holdfast.token-request";

    /** A connection of a generation that is just being replaced may be wrong once, hardly twice. */
    private static final int MOST_RECONNECTS = 2;

    private final KeyRing keyRing;
    private final HttpClientContext context;
    private final Exchange exchange;
    private final ResourceCall call;
    private int reconnects;

    private TokenRound(KeyRing keyRing, HttpClientContext context, Exchange exchange, ResourceCall call) {
        this.keyRing = keyRing;
        this.context = context;
        this.exchange = exchange;
        this.call = call;
    }

    /**
     * Begins a round.
     *
     * @return null if the request goes without a token
     * @throws ProtocolException if it would go without TLS to the host of an allowed origin
     */
    static @Nullable TokenRound begin(
            KeyRing keyRing,
            AllowedOrigins origins,
            HttpRequest request,
            HttpRoute route,
            HttpClientContext context,
            Exchange exchange)
            throws ProtocolException {
        TokenRequest asked = askedFor(route.getTargetHost(), context);
        boolean allowed = origins.allow(route, request.getAuthority());
        TokenRequest wanted = !allowed || exchange.isAstray() || request.containsHeader(HttpHeaders.AUTHORIZATION)
                ? null
                : asked != null ? asked : byRule(keyRing, request, route.getTargetHost());
        if (wanted == null) {
            context.removeAttribute(TOKEN);
            exchange.carryNone(context);
            ownConnections(context, keyRing.credentials());
            return null;
        }
        return new TokenRound(keyRing, context, exchange, ResourceCall.with(wanted, keyRing));
    }

    private static @Nullable TokenRequest askedFor(HttpHost target, HttpClientContext context) {
        Object asked = context.getAttribute(ASKED);
        return asked instanceof Asked && ((Asked) asked).isFor(target) ? ((Asked) asked).request : null;
    }

    private static @Nullable TokenRequest byRule(KeyRing keyRing, HttpRequest request, HttpHost target) {
        return keyRing.rules()
                .requestFor(target.getHostName(), target.getPort(), pathOf(request))
                .orElse(null);
    }

    private static String pathOf(HttpRequest request) {
        String path = request.getPath();
        if (path == null || path.isEmpty()) {
            return "/";
        }
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /**
     * Names the credentials as the state of the connections, so that a pool never lends a connection of one certificate
     * for another. HttpClient's own state would be the certificate's subject, which a renewed one shares.
     */
    private static void ownConnections(HttpClientContext context, CredentialGeneration credentials) {
        Object state = context.getUserToken();
        if (state == null || state instanceof CredentialGeneration) {
            context.setUserToken(credentials);
        }
    }

    /** The token to get. */
    TokenRequest wanted() {
        return call.wanted();
    }

    /** The header for a request that is passed on next. */
    TokenHeader sendWith(BoundToken token) {
        TokenHeader header = new TokenHeader(token);
        exchange.carryToken(call.wanted(), header, context);
        ownConnections(context, token.credentials());
        context.setAttribute(TOKEN, header);
        return header;
    }

    /**
     * True if an answer refuses the token so that another one should be tried; if not, the answer is the caller's.
     *
     * @param repeatable true if the request can be sent again
     */
    boolean asksForAnother(HttpResponse response, TokenHeader sent, boolean repeatable) {
        // A proxy that refuses a tunnel is nobody to judge the token, which it has not seen.
        return sent.isWritten()
                && call.asksForAnother(sent.token(), response.getCode(), challenges(response), repeatable);
    }

    static List<String> challenges(HttpResponse response) {
        List<String> lines = new ArrayList<>();
        for (Header line : response.getHeaders(HttpHeaders.WWW_AUTHENTICATE)) {
            if (line.getValue() != null) {
                lines.add(line.getValue());
            }
        }
        return lines;
    }

    /** Another token in place of the refused one, which is asked for once; see {@link ResourceCall#replacement}. */
    Optional<BoundToken> replacement(BoundToken refused) throws TokenUnavailableException, InterruptedIOException {
        return call.replacement(refused);
    }

    CompletionStage<Optional<BoundToken>> replacementLater(BoundToken refused) {
        return call.replacementLater(refused);
    }

    /** True if another connection is to be tried after one that was made with another certificate; else warns of it. */
    boolean mayReconnect(WrongCertificateException wrong) {
        if (!exchange.isUnguarded() && reconnects++ < MOST_RECONNECTS) {
            return true;
        }
        keyRing.tokenWithheld(String.valueOf(wrong.getMessage()));
        return false;
    }

    /** The server has ended an HTTP/2 connection because of what HttpClient sends. */
    void warnOfSmallFrames() {
        exchange.warnOfSmallFrames();
    }

    /** The application's request in the context: for the server that it is first used for, not for redirects. */
    static final class Asked {
        private final TokenRequest request;
        private @Nullable HttpHost server;

        Asked(TokenRequest request) {
            this.request = request;
        }

        private synchronized boolean isFor(HttpHost target) {
            if (server == null) {
                server = target;
            }
            return server.equals(target);
        }
    }
}
