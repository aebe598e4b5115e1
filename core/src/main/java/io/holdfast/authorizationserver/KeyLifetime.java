package io.holdfast.authorizationserver;

import io.holdfast.token.Sender;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The times for which an authorization server's keys are used, and between fetches. Immutable. */
public final class KeyLifetime {
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    /**
     * A failure tells for this long that the server cannot be reached. While keys are used it is tried again long before;
     * the keys of an application that slept through the server's return must not outlive their time.
     */
    private static final long FAILURE_TELLS = TimeUnit.MINUTES.toNanos(1);

    /** Without keys, the least time between two attempts that requests cause at a server that nobody runs yet. */
    private static final long REFUSED_RETRY = TimeUnit.MILLISECONDS.toNanos(250);

    /** All in nanoseconds. */
    private final long cache;

    private final long usable;
    private final long reload;
    private final long retry;
    private final long refresh;
    private final Duration refreshRetry;

    private KeyLifetime(Duration cache, Duration outage, Duration reload, Duration retry, double jitter) {
        this.cache = cache.toNanos();
        this.usable = cache.plus(outage).toNanos();
        this.reload = reload.toNanos();
        this.retry = retry.toNanos();
        this.refresh = (long) (this.cache * (0.7 + jitter));
        this.refreshRetry = Duration.ofNanos((long) (this.retry * (1 + jitter)));
    }

    /**
     * The times of a key cache.
     *
     * @param cache the time for which fetched keys are used. After 70 to 80 percent of it they are fetched again; the
     *     point is drawn here, so that many resources do not ask at the same time
     * @param outage the further time for which they are used while that fails
     * @param reload the least time between two fetches that unknown key ids cause; after a failure it is no more than ten
     *     seconds
     */
    public static KeyLifetime of(Duration cache, Duration outage, Duration reload) {
        return new KeyLifetime(
                cache,
                outage,
                reload,
                retryAfter(reload),
                ThreadLocalRandom.current().nextDouble(0.1));
    }

    /**
     * The least time between a fetch that has failed and the next.
     *
     * @param reload as in {@link #of}
     */
    public static Duration retryAfter(Duration reload) {
        return reload.compareTo(LONGEST_RETRY) < 0 ? reload : LONGEST_RETRY;
    }

    /**
     * True if keys may be used without asking the server first.
     *
     * @param refreshing true if it is being asked already, in the background
     */
    boolean allowsUse(FetchedKeys keys, long now, boolean refreshing) {
        return nanosOfUse(keys, now) > 0 || (refreshing && keys.failed() && keys.age(now) < usable);
    }

    /**
     * Nanoseconds for which keys may be used without asking the server first, unless it is asked meanwhile; zero or less for
     * none.
     */
    long nanosOfUse(FetchedKeys keys, long now) {
        long age = keys.age(now);
        long bridged = keys.failed() ? Math.min(usable - age, FAILURE_TELLS - keys.sinceAttempt(now)) : 0;
        return Math.max(cache - age, bridged);
    }

    /**
     * True if a request may have keys fetched now, after the last fetch and its outcome. Strangers share one such fetch
     * an interval, and the others another one. Where no server listens, as in a container that is still starting with
     * the authorization server in it, to ask again soon costs nobody anything.
     */
    boolean allowsFetch(FetchedKeys keys, long now, Sender sender) {
        long sinceAttempt = keys.sinceAttempt(now, sender);
        AuthorizationServerException failure = keys.failure();
        if (failure != null) {
            boolean absent = keys.isEmpty() && failure.isRefusedConnection();
            return sinceAttempt >= (absent ? Math.min(retry, REFUSED_RETRY) : retry);
        }
        return keys.age(now) >= cache || sinceAttempt >= reload;
    }

    /** Nanoseconds until keys that came are fetched again in the background; zero or less if it is time. */
    long nanosToRefresh(FetchedKeys keys, long now) {
        return refresh - keys.age(now);
    }

    /** The time without a background fetch after a failure; at first less if there is no key. */
    Duration refreshRetry() {
        return refreshRetry;
    }

    long secondsOfUseLeft(FetchedKeys keys, long now) {
        return TimeUnit.NANOSECONDS.toSeconds(Math.max(0, usable - keys.age(now)));
    }
}
