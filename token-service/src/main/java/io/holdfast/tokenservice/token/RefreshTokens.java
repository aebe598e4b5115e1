package io.holdfast.tokenservice.token;

import io.holdfast.tokenservice.http.OAuthErrorException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refresh tokens that are out there. Their text is a handle, which stays the same when one is replaced, and a
 * secret, which does not: so a replaced one is still recognised, and nothing has to be kept for each (RFC 9700 §4.14.2).
 * Each, with all that replace it, is good for {@link #LIFETIME}.
 *
 * <p>Safe for use by many threads.
 */
public final class RefreshTokens {
    /** From the user's consent on; replacing one does not prolong it. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final int MOST = 50_000;
    private static final int HANDLE_LENGTH = 22;
    private static final int LENGTH = HANDLE_LENGTH + 43;

    private final Clock clock;
    private final ExpiringStore<RefreshToken> byHandle;

    /** Without any. */
    public RefreshTokens(Clock clock) {
        this.clock = clock;
        this.byHandle = new ExpiringStore<>(MOST, clock);
    }

    /**
     * Issues the first refresh token of a grant.
     *
     * @param thumbprint the {@code x5t#S256} to bind it to; null to bind it to the client alone
     * @return its text
     * @throws OAuthErrorException {@code temporarily_unavailable} if there are too many
     */
    public String issue(UserGrant grant, @Nullable String thumbprint) throws OAuthErrorException {
        String handle = RandomText.ofBits128();
        String secret = RandomText.ofBits256();
        long expiresAt = clock.instant().getEpochSecond() + LIFETIME.getSeconds();
        byHandle.put(handle, new RefreshToken(grant, thumbprint, handle, secret), expiresAt);
        return handle + secret;
    }

    /** The refresh token of this text, whether it is the newest or one that was replaced. */
    public Optional<RefreshToken> find(String text) {
        return text.length() == LENGTH ? byHandle.get(text.substring(0, HANDLE_LENGTH)) : Optional.empty();
    }

    /** The part of a text, which {@link #find} has found, that changes. */
    static String secret(String text) {
        return text.substring(HANDLE_LENGTH);
    }
}
