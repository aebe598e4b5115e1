package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a ring's first token at INFO, so that an operator sees once the client and its certificate, and each fetch
 * and refusal at DEBUG. Tokens appear as digests. Safe for use by several threads.
 */
final class RingLog implements KeyRingListener {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final String client;
    private final String authorizationServer;
    private final AtomicBoolean hasFetched = new AtomicBoolean();

    /** @param authorizationServer its issuer or token endpoint */
    RingLog(String client, String authorizationServer) {
        this.client = client;
        this.authorizationServer = authorizationServer;
    }

    @Override
    public void tokenFetched(BoundToken token, Duration took) {
        if (hasFetched.compareAndSet(false, true)) {
            CredentialGeneration credentials = token.credentials();
            LOG.info(
                    "The client {} has its first token from {}: {}, with the certificate {} (thumbprint {}, until {}).",
                    client,
                    authorizationServer,
                    token,
                    credentials.certificate().getSubjectX500Principal(),
                    credentials.thumbprint().value(),
                    credentials.certificate().getNotAfter().toInstant());
        } else {
            LOG.debug("Fetched in {} ms: {}.", took.toMillis(), token);
        }
    }

    @Override
    public void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {
        // Only the class: the caller gets the failure with its text, and an unexpected one's text may be anything.
        LOG.debug(
                "No token for {} after {} ms: {}.",
                request,
                took.toMillis(),
                cause.getClass().getSimpleName());
    }

    @Override
    public void tokenRefused(BoundToken token) {
        LOG.debug("A protected resource refused the token {}.", token.digest());
    }
}
