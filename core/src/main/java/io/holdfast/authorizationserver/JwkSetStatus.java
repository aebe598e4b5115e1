package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of an authorization server's keys at one moment. Immutable. */
public final class JwkSetStatus {
    private final @Nullable Duration age;
    private final int keys;
    private final boolean known;
    private final boolean usable;
    private final @Nullable String failure;

    private JwkSetStatus(@Nullable Duration age, int keys, boolean known, boolean usable, @Nullable String failure) {
        this.age = age;
        this.keys = keys;
        this.known = known;
        this.usable = usable;
        this.failure = failure;
    }

    /** The state of some keys at a time in nanoseconds. */
    static JwkSetStatus of(FetchedKeys keys, KeyLifetime lifetime, long now) {
        AuthorizationServerException failure = keys.failure();
        return new JwkSetStatus(
                keys.isEmpty() ? null : Duration.ofNanos(keys.age(now)),
                keys.size(),
                keys.sinceAttempt(now) != Long.MAX_VALUE,
                !keys.isEmpty() && (failure == null || lifetime.allowsUse(keys, now, true)),
                failure == null ? null : String.valueOf(failure.getMessage()));
    }

    /** The time since the server was asked for the keys in use; empty if there are none. */
    public Optional<Duration> age() {
        return Optional.ofNullable(age);
    }

    /** The number of keys in use. */
    public int keys() {
        return keys;
    }

    /** True if anything is known: the first fetch has ended, well or not. */
    public boolean known() {
        return known;
    }

    /** True if there are keys that tokens can be verified with. */
    public boolean usable() {
        return usable;
    }

    /** The reason why the last attempt to fetch keys failed; empty if it did not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
