package io.holdfast.tokenservice.token;

import org.jspecify.annotations.Nullable;

/**
 * The revocation of something: of itself, or of what it was derived from (RFC 7009 §2.1). What a user has granted stands
 * at the top, under it the tokens issued for it, under each of these the ones it was exchanged for. Safe for use by many
 * threads.
 */
public final class Revocation {
    private final @Nullable Revocation above;
    private volatile boolean revoked;

    private Revocation(@Nullable Revocation above) {
        this.above = above;
    }

    /** Of something that was derived from nothing. */
    public static Revocation ofItsOwn() {
        return new Revocation(null);
    }

    /** Of something that was derived from this. */
    public Revocation below() {
        return new Revocation(this);
    }

    /** For good. */
    public void revoke() {
        revoked = true;
    }

    public boolean revoked() {
        return revoked || (above != null && above.revoked());
    }
}
