package io.holdfast.tokenservice.authorization;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_GRANT;

import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.ExpiringStore;
import io.holdfast.tokenservice.token.RandomText;
import io.holdfast.tokenservice.token.UserGrant;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorization codes that are out there. A code is good for one attempt within {@value #LIFETIME_SECONDS} seconds,
 * even if that attempt fails: a code in the wrong hands is a leaked one. If its client sends it a second time, everything
 * that was issued for it is revoked (RFC 6749 §4.1.2 and §10.5). Safe for use by many threads.
 */
public final class AuthorizationCodes {
    static final long LIFETIME_SECONDS = 60;

    /** The time for which a used code is recognised. */
    private static final long REMEMBERED_SECONDS = 600;

    private static final int MOST = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizationCodes.class);

    private final Clock clock;
    private final ExpiringStore<AuthorizationCode> codes;

    /** Without any. */
    public AuthorizationCodes(Clock clock) {
        this.clock = clock;
        this.codes = new ExpiringStore<>(MOST, clock);
    }

    /** A code for what this user has allowed. */
    String issue(AuthorizationRequest request, String user) {
        long now = now();
        String text = RandomText.ofBits256();
        UserGrant grant = new UserGrant(request.client().id(), user, request.target());
        AuthorizationCode code = new AuthorizationCode(
                grant, request.redirect().redirectUri(), request.challenge(), now + LIFETIME_SECONDS);
        codes.put(grant.clientId(), text, code, now + REMEMBERED_SECONDS);
        return text;
    }

    /**
     * The user's permission; uses the code up.
     *
     * @param redirectUri must be the one that the code was sent to
     * @param verifier must be the one that the challenge was made from
     * @throws OAuthErrorException {@code invalid_grant}
     */
    public UserGrant redeem(String text, String clientId, String redirectUri, String verifier)
            throws OAuthErrorException {
        AuthorizationCode code = codes.get(text).orElseThrow(AuthorizationCodes::unusable);
        if (!code.use()) {
            if (code.grant().clientId().equals(clientId)) {
                code.grant().revocation().revoke();
                LOG.warn(
                        "An authorization code of client '{}' came a second time: what was issued for it is revoked",
                        clientId);
            }
            throw unusable();
        }
        if (!code.isFor(clientId, redirectUri, verifier, now())) {
            throw unusable();
        }
        return code.grant();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static OAuthErrorException unusable() {
        return new OAuthErrorException(
                INVALID_GRANT,
                "The code is unknown, expired, used, or another client's, or redirect_uri or code_verifier does not fit");
    }
}
