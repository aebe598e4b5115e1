package io.holdfast.tokenservice.token;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.token.TokenDigest;
import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues access tokens: in the format and for the time that the client is registered with, and bound to the certificate
 * of the connection that they are asked for on, however the client has authenticated (RFC 8705 §3 and §4). Safe for use
 * by many threads.
 */
public final class AccessTokenIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokenIssuer.class);

    private final String issuer;
    private final long lifetimeSeconds;
    private final AccessTokens tokens;
    private final Clock clock;

    /**
     * An issuer.
     *
     * @param lifetimeSeconds for clients that are registered without one
     */
    public AccessTokenIssuer(String issuer, long lifetimeSeconds, AccessTokens tokens, Clock clock) {
        this.issuer = issuer;
        this.lifetimeSeconds = lifetimeSeconds;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Refuses a client whose tokens are to be bound and that has not brought a certificate to bind them to. It gets no
     * unbound token instead (RFC 8705 §3.4 leaves that to the server). To be called before anything is used up.
     *
     * @throws OAuthErrorException {@code invalid_request}
     */
    public void requireCertificateToBindTo(AuthenticatedClient authenticated) throws OAuthErrorException {
        if (authenticated.client().bound() && !authenticated.certificate().isPresent()) {
            throw certificateIsMissing();
        }
    }

    private static OAuthErrorException certificateIsMissing() {
        return new OAuthErrorException(
                INVALID_REQUEST,
                "The token is to be bound to the client's certificate, and the connection has none: present one, at the "
                        + "URL of this endpoint in mtls_endpoint_aliases");
    }

    /** Starts the token of a client for itself, bound if the client is registered so; who asked changes the rest. */
    public AccessToken.Builder draft(AuthenticatedClient authenticated, Target target) throws OAuthErrorException {
        requireCertificateToBindTo(authenticated);
        return authenticated.client().bound()
                ? boundDraft(authenticated, target)
                : draft(authenticated.client(), target);
    }

    /** Starts the token of a client for itself, bound whether it is registered so or not. */
    public AccessToken.Builder boundDraft(AuthenticatedClient authenticated, Target target) throws OAuthErrorException {
        X509Certificate certificate = authenticated.certificate().orElseThrow(AccessTokenIssuer::certificateIsMissing);
        return draft(authenticated.client(), target).thumbprint(thumbprint(certificate));
    }

    /** Starts an unbound token of a client for itself. */
    public AccessToken.Builder draft(RegisteredClient client, Target target) {
        long now = clock.instant().getEpochSecond();
        return AccessToken.builder(issuer, client.id(), target, now)
                .expiresAt(now + client.accessTokenLifetimeSeconds().orElse(lifetimeSeconds));
    }

    /** Issues what was drafted. */
    public TokenResponse issue(AccessToken.Builder draft, RegisteredClient client) {
        IssuedAccessToken issued = tokens.issue(draft.build(), client.accessTokenFormat());
        LOG.info(
                "Issued token {} to client '{}' for {}",
                TokenDigest.of(issued.text()),
                client.id(),
                issued.token().audience());
        return TokenResponse.of(issued);
    }

    /** The {@code x5t#S256} of a certificate. */
    public static String thumbprint(X509Certificate certificate) {
        return CertificateThumbprint.of(certificate).value();
    }
}
