package io.holdfast.tokenservice.token;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refresh tokens that are out there. Their text is a handle, which stays the same when one is replaced, a secret, which
 * does not, and a seal on both: so a replaced one is still recognised, nothing has to be kept for each, and whoever knows
 * the handle alone can neither use nor revoke anything (RFC 9700 §4.14.2). Each, with all that replace it, is good for
 * {@link #LIFETIME}.
 *
 * <p>Safe for use by many threads.
 */
public final class RefreshTokens {
    /** From the user's consent on; replacing one does not prolong it. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final int MOST = 50_000;
    private static final int HANDLE_LENGTH = 22;
    private static final int SEALED_LENGTH = HANDLE_LENGTH + 22;

    private final Clock clock;
    private final Seal seal = new Seal();
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
     */
    public String issue(UserGrant grant, @Nullable String thumbprint) {
        String handle = RandomText.ofBits128();
        String text = next(handle);
        long expiresAt = clock.instant().getEpochSecond() + LIFETIME.getSeconds();
        byHandle.put(grant.clientId(), handle, new RefreshToken(grant, thumbprint, text), expiresAt);
        return text;
    }

    /** The refresh token of this text, whether it is the newest or one that was replaced. */
    public Optional<RefreshToken> find(String text) {
        return text.length() > SEALED_LENGTH
                        && seal.isOf(text.substring(0, SEALED_LENGTH), text.substring(SEALED_LENGTH))
                ? byHandle.get(handle(text))
                : Optional.empty();
    }

    /**
     * Replaces a refresh token.
     *
     * @param text the newest one until now, which {@link #find} has found
     * @return the text of the next one; null if somebody else has been quicker with the same text
     */
    public @Nullable String replace(RefreshToken found, String text) {
        String next = next(handle(text));
        return found.replace(text, next) ? next : null;
    }

    private String next(String handle) {
        String unsealed = handle + RandomText.ofBits128();
        return unsealed + seal.on(unsealed);
    }

    private static String handle(String text) {
        return text.substring(0, HANDLE_LENGTH);
    }
}
