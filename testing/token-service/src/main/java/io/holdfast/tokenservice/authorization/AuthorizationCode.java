package io.holdfast.tokenservice.authorization;

import io.holdfast.tokenservice.token.UserGrant;
import java.util.concurrent.atomic.AtomicBoolean;

/** The permission that an authorization code stands for (RFC 6749 §4.1.2). Safe for use by many threads. */
final class AuthorizationCode {
    private final UserGrant grant;
    private final String redirectUri;
    private final CodeChallenge challenge;
    private final long expiresAt;
    private final AtomicBoolean used = new AtomicBoolean();

    AuthorizationCode(UserGrant grant, String redirectUri, CodeChallenge challenge, long expiresAt) {
        this.grant = grant;
        this.redirectUri = redirectUri;
        this.challenge = challenge;
        this.expiresAt = expiresAt;
    }

    UserGrant grant() {
        return grant;
    }

    /** Uses it up; false if it was used before. */
    boolean use() {
        return used.compareAndSet(false, true);
    }

    boolean isFor(String clientId, String uri, String verifier, long now) {
        return grant.clientId().equals(clientId)
                && redirectUri.equals(uri)
                && challenge.isOf(verifier)
                && now < expiresAt;
    }
}
