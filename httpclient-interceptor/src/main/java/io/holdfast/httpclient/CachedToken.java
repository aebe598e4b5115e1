package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenResponse;

/** A token and until when it is used, on a clock that only moves forward. Immutable. Two are the same only if they are one. */
final class CachedToken {
    private final TokenResponse token;
    private final long usableUntil;
    private final boolean reusable;

    /**
     * @param askedAt when the token was asked for, in nanoseconds
     * @param usableFor how long from then it is used, in nanoseconds; zero: once
     */
    CachedToken(TokenResponse token, long askedAt, long usableFor) {
        this.token = token;
        this.usableUntil = askedAt + usableFor;
        this.reusable = usableFor > 0;
    }

    boolean usableAt(long now) {
        return reusable && now - usableUntil < 0;
    }

    String authorization() {
        return "Bearer " + token.accessToken();
    }

    String digest() {
        return token.digest();
    }

    @Override
    public String toString() {
        return "CachedToken[" + token + "]";
    }
}
