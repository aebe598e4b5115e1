package io.holdfast.authorizationserver;

import java.util.Optional;

/**
 * The application's store of a refresh token, obtained by a user's consent for example, so that it outlives the
 * process. Many servers issue another refresh token with each access token and take none twice; the token passed to
 * {@link #replaced} must therefore be the one that {@link #current} returns from then on.
 *
 * <p>Both are called while this object's monitor is held, and so is the call to the server in between: there is one call
 * at a time for one object, whoever calls. They should be quick. Neither may log the token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6, "Refreshing an Access Token"</a>
 */
public interface RefreshTokens {
    /** The refresh token; empty if there is none now, and then no token can be had. */
    Optional<String> current();

    /**
     * The server has issued this refresh token in place of the present one. If this throws, that is logged by its kind, the
     * access token that came along is used, and this refresh token is lost.
     */
    void replaced(String refreshToken);
}
