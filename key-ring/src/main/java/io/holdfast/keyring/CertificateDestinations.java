package io.holdfast.keyring;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.EndpointLocation;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The servers that may see the client's certificate: the origins of the rules, and those of the authorization server:
 * of its issuer or token endpoint, and of the token endpoint, an mTLS alias for example, that its metadata name.
 *
 * <p>Safe for use by several threads.
 */
final class CertificateDestinations {
    private final TokenRules rules;
    private final Origin authorizationServer;
    private volatile @Nullable Origin tokenEndpoint;

    /** @param authorizationServer its https address: the issuer or the token endpoint */
    CertificateDestinations(TokenRules rules, URI authorizationServer) {
        this.rules = rules;
        this.authorizationServer = Origin.of(authorizationServer);
    }

    TokenRules rules() {
        return rules;
    }

    /** Wraps the location so that its origin joins the destinations as soon as it is known. */
    EndpointLocation noting(EndpointLocation location) {
        return new EndpointLocation() {
            @Override
            public URI uri() throws AuthorizationServerException {
                URI uri = location.uri();
                Origin known = tokenEndpoint;
                if (known == null || !known.is(uri.getHost(), uri.getPort())) {
                    tokenEndpoint = Origin.of(uri);
                }
                return uri;
            }

            @Override
            public void forget() {
                location.forget();
            }
        };
    }

    /** @param port negative for 443 */
    boolean include(String host, int port) {
        Origin endpoint = tokenEndpoint;
        return rules.nameOrigin(host, port)
                || authorizationServer.is(host, port)
                || (endpoint != null && endpoint.is(host, port));
    }

    @Override
    public String toString() {
        return rules + " and " + authorizationServer;
    }
}
