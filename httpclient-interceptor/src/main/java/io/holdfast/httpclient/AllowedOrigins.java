package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.TokenRules;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * The servers that may get tokens, and the token for each request. The connection's target counts, not the request's own
 * account of it.
 */
final class AllowedOrigins {
    /** The context's attribute with the application's request ({@link Asked}). */
    private static final String ASKED = "io.holdfast.token-request";

    private final TokenRules rules;

    AllowedOrigins(TokenRules rules) {
        this.rules = rules;
    }

    /** Has a context's requests ask for another token than the rules say. */
    static void ask(HttpContext context, TokenRequest request) {
        context.setAttribute(ASKED, new Asked(request));
    }

    /**
     * The token to get for a request.
     *
     * @param astray true if it has been sent to where it may carry none
     * @return null if the request goes without a token
     * @throws ProtocolException if the route leads to the host of an allowed origin, but not by TLS from here to there:
     *     such a request is an accident (or someone's redirect), and without a token it would be of no use
     */
    @Nullable
    TokenRequest requestFor(HttpRequest request, HttpRoute route, HttpContext context, boolean astray)
            throws ProtocolException {
        HttpHost target = route.getTargetHost();
        TokenRequest asked = askedFor(target, context);
        if (!route.isSecure() || (route.getProxyHost() != null && !route.isTunnelled())) {
            requireForeign(target);
            return null;
        }
        if (astray || request.containsHeader(HttpHeaders.AUTHORIZATION) || !isNamed(target, request.getAuthority())) {
            return null;
        }
        if (asked != null) {
            return rules.nameOrigin(target.getHostName(), target.getPort()) ? asked : null;
        }
        String path = request.getPath();
        return rules.requestFor(target.getHostName(), target.getPort(), path == null ? "" : path)
                .orElse(null);
    }

    private static @Nullable TokenRequest askedFor(HttpHost target, HttpContext context) {
        Object asked = context.getAttribute(ASKED);
        return asked instanceof Asked && ((Asked) asked).isFor(target) ? ((Asked) asked).request : null;
    }

    /**
     * True if a request names the server that its route leads to. Newer HttpClients verify the server's certificate
     * against the name in the request: else whoever has a certificate for it could pose as the allowed origin.
     */
    private boolean isNamed(HttpHost target, @Nullable URIAuthority named) {
        return named == null
                || (isSameName(named.getHostName(), target.getHostName())
                        && (Border.portOf(named, true) == Border.portOf(target, true)
                                || rules.nameOrigin(named.getHostName(), named.getPort())));
    }

    private static boolean isSameName(String one, String other) {
        return one.equals(other) || one.equalsIgnoreCase(other); // mostly written alike, which is seen much faster
    }

    private void requireForeign(HttpHost target) throws ProtocolException {
        if (rules.nameHost(target.getHostName())) {
            throw new ProtocolException("A request to " + target.toURI()
                    + " was refused: it would not go by TLS, and this host is set to get tokens. Call it by https.");
        }
    }

    @Override
    public String toString() {
        return rules.toString();
    }

    /** The application's request in the context: for the server that it is first used for, not for redirects. */
    private static final class Asked {
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
