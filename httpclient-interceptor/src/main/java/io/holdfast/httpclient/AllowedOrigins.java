package io.holdfast.httpclient;

import io.holdfast.keyring.TokenRules;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** The servers that may get the token. The connection's target counts, not the request's own account of it. */
final class AllowedOrigins {
    private final TokenRules rules;

    AllowedOrigins(TokenRules rules) {
        this.rules = rules;
    }

    /**
     * True if requests by this route get the token.
     *
     * @param named the server's name in the request; newer HttpClients verify the server's certificate against this
     *     name, so it must be the route's: else whoever has a certificate for it could pose as the allowed origin
     * @throws ProtocolException if the route leads to the host of an allowed origin, but not by TLS from here to there:
     *     such a request is an accident (or someone's redirect), and without a token it would be of no use
     */
    boolean allow(HttpRoute route, @Nullable URIAuthority named) throws ProtocolException {
        HttpHost target = route.getTargetHost();
        if (!route.isSecure() || (route.getProxyHost() != null && !route.isTunnelled())) {
            requireForeign(target);
            return false;
        }
        return rules.nameOrigin(target.getHostName(), target.getPort())
                && (named == null || rules.nameOrigin(named.getHostName(), named.getPort()))
                && (named == null || named.getHostName().equalsIgnoreCase(target.getHostName()));
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
}
