package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of an authorization server's keys at one moment. Immutable. */
public final class JwkSetStatus {
    private final @Nullable Duration age;
    private final int keys;
    private final boolean known;
    private final boolean usable;
    private final @Nullable String failure;

    JwkSetStatus(@Nullable Duration age, int keys, boolean known, boolean usable, @Nullable String failure) {
        this.age = age;
        this.keys = keys;
        this.known = known;
        this.usable = usable;
        this.failure = failure;
    }

    /** How long ago the server was asked for the keys in use; empty if there are none. */
    public Optional<Duration> age() {
        return Optional.ofNullable(age);
    }

    /** How many keys are in use. */
    public int keys() {
        return keys;
    }

    /** Whether anything is known: the first fetch has ended, well or not. */
    public boolean known() {
        return known;
    }

    /** Whether there are keys that tokens can be verified with. */
    public boolean usable() {
        return usable;
    }

    /** Why the last attempt to fetch keys failed; empty if it did not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
