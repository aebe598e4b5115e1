package io.holdfast.tokenservice.token;

import io.holdfast.tokenservice.client.AccessTokenFormat;
import io.holdfast.tokenservice.key.SigningKey;
import io.holdfast.tokenservice.key.SigningKeyRing;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens that are out there. Every one is remembered until it expires, a JWT too: so it can be revoked, and a
 * token that is not here was not issued here, however well it is signed. After {@value #MOST} of them the oldest of the
 * client that has most is forgotten for each new one.
 *
 * <p>Safe for use by many threads.
 */
public final class AccessTokens {
    /** Tokens at most; some 40 MB. */
    static final int MOST = 100_000;

    private static final String JWT_TYPE = "at+jwt";

    private final SigningKeyRing keys;
    private final Clock clock;
    private final ExpiringStore<Known> known;

    /** Without any. */
    public AccessTokens(SigningKeyRing keys, Clock clock) {
        this(keys, clock, MOST);
    }

    AccessTokens(SigningKeyRing keys, Clock clock, int most) {
        this.keys = keys;
        this.clock = clock;
        this.known = new ExpiringStore<>(most, clock);
    }

    /** Gives a token its text: a signed JWT (RFC 9068 §2.1), or 256 random bits. */
    public IssuedAccessToken issue(AccessToken token, AccessTokenFormat format) {
        if (format == AccessTokenFormat.OPAQUE) {
            return remembered(RandomText.ofBits256(), token, null);
        }
        SigningKey key = keys.current();
        return remembered(key.sign(JWT_TYPE, token.claims(), token.expiresAt()), token, key.kid());
    }

    private IssuedAccessToken remembered(String text, AccessToken token, @Nullable String kid) {
        known.put(token.clientId(), text, new Known(token, kid), token.expiresAt());
        return new IssuedAccessToken(text, token);
    }

    /**
     * The token of this text if it is good now: issued here, within its time, not revoked, and not signed with a key that
     * was withdrawn.
     */
    public Optional<AccessToken> active(String text) {
        long now = clock.instant().getEpochSecond();
        return known.get(text)
                .filter(found -> found.kid == null || keys.holds(found.kid))
                .map(found -> found.token)
                .filter(token -> token.validAt(now));
    }

    private static final class Known {
        private final AccessToken token;
        private final @Nullable String kid;

        private Known(AccessToken token, @Nullable String kid) {
            this.token = token;
            this.kid = kid;
        }
    }
}
