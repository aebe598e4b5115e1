package io.holdfast.authorizationserver;

import io.holdfast.text.Printable;
import io.holdfast.token.UnusableKeyException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key of a JWK set that verifies no signature here, and why. Immutable. */
final class LeftOutKey {
    private final @Nullable String keyId;
    private final String reason;
    private final boolean exposed;
    private final boolean forEncryption;

    private LeftOutKey(@Nullable String keyId, UnusableKeyException why) {
        this.keyId = keyId;
        this.reason = String.valueOf(why.getMessage());
        this.exposed = why.isExposed();
        this.forEncryption = why.isForEncryption();
    }

    static LeftOutKey of(@Nullable Object keyId, UnusableKeyException why) {
        return new LeftOutKey(keyId == null ? null : keyId.toString(), why);
    }

    /** True if a token's {@code kid} names it. */
    boolean isNamed(String someId) {
        return someId.equals(keyId);
    }

    /** The end of the sentence "It is left out, because …". */
    String reason() {
        return reason;
    }

    /** True if anybody may have its private key. */
    boolean isExposed() {
        return exposed;
    }

    /** True if nothing is wrong with it: it is not meant for signatures. */
    boolean isForEncryption() {
        return forEncryption;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LeftOutKey
                && Objects.equals(keyId, ((LeftOutKey) other).keyId)
                && reason.equals(((LeftOutKey) other).reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keyId, reason);
    }

    /** For messages. */
    @Override
    public String toString() {
        return (keyId == null ? "a key without kid" : "the key '" + Printable.of(keyId) + "'")
                + " is left out, because " + reason;
    }
}
