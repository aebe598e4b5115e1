package io.holdfast.keyring.rotation;

import io.holdfast.concurrent.Scheduler;
import io.holdfast.keyring.token.WarmUp;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.CredentialReloader;
import io.holdfast.keystore.KeyMaterialException;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The generations of a key ring: one in use and perhaps a candidate. New credentials are a candidate first: it fetches
 * the tokens that are in use, and replaces the present generation when it has them all. So no caller ever waits or
 * fails because certificates rotate, not even while the authorization server is down. Only when the present certificate
 * has ended does the candidate take over without tokens. A newer candidate replaces an older one.
 *
 * <p>Safe for use by several threads. Listeners and calls run outside of the locks.
 */
public final class Rotation implements Closeable {
    /** Tokens that nobody has asked for in this time are not fetched for a new generation. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    /** The most rounds of fetching for a candidate: callers may begin to use more tokens in the meantime. */
    private static final int MOST_LOOKS = 3;

    /** The most retired generations, each with connections; only a key store that always changes makes more. */
    private static final int MOST_RETIRED = 4;

    private final CredentialReloader reloader;
    private final GenerationFactory factory;
    private final Scheduler scheduler;
    private final Clock clock;
    private final RotationListener events;
    private final Duration longestFetch;
    private final Object loading = new Object();
    private final RotationLog log = new RotationLog();
    private final AtomicReference<Generation> present;

    /** Loaded, but not a generation yet because a client secret, say, was missing. Guarded by loading. */
    private @Nullable CredentialGeneration unmade;

    // All guarded by this.
    private @Nullable Candidate candidate;
    private final Deque<Generation> retired = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param longestFetch the longest time that a retired generation's calls may continue
     * @throws KeyMaterialException if the credentials cannot be loaded
     */
    public Rotation(
            CredentialReloader reloader,
            GenerationFactory factory,
            Scheduler scheduler,
            Clock clock,
            RotationListener events,
            Duration longestFetch)
            throws KeyMaterialException {
        this.reloader = reloader;
        this.factory = factory;
        this.scheduler = scheduler;
        this.clock = clock;
        this.events = events;
        this.longestFetch = longestFetch;
        CredentialGeneration first = reloader.loadIfChanged();
        if (first == null) {
            throw new IllegalStateException("These credentials have been handed out already.");
        }
        log.loaded(first);
        this.present = new AtomicReference<>(factory.of(first));
    }

    /** The generation in use. */
    public Generation present() {
        return Objects.requireNonNull(present.get());
    }

    /** Supplies the generation in use, without a lock. */
    public Supplier<Generation> inUse() {
        return present::get;
    }

    public synchronized @Nullable Candidate candidate() {
        return candidate;
    }

    /**
     * Reads the key store. Other credentials become the candidate, whose tokens are then fetched.
     *
     * @return the candidate, which may be in use already; null if there is none
     * @throws KeyMaterialException if the key store cannot be read or used; the credentials in use stay
     */
    @Nullable
    public Candidate look() throws KeyMaterialException {
        Candidate next;
        Generation surplus;
        try {
            synchronized (loading) { // within the lock, so that credentials read later are also proposed later
                Generation loaded = load();
                if (loaded == null) {
                    return candidate();
                }
                next = new Candidate(loaded);
                surplus = propose(next);
            }
        } catch (KeyMaterialException e) {
            log.unreadable(e);
            events.generationNotReplaced(e);
            throw e;
        }
        if (surplus != null) {
            retire(surplus);
        }
        CompletableFuture<Boolean> unused = attempt(next);
        return next;
    }

    private @Nullable Generation load() throws KeyMaterialException {
        try {
            CredentialGeneration loaded = reloader.loadIfChanged();
            if (loaded != null) {
                log.loaded(loaded);
                unmade = loaded;
            }
            CredentialGeneration wanted = unmade;
            Generation generation = wanted != null ? factory.of(wanted) : null;
            unmade = null;
            log.readable();
            return generation;
        } catch (RuntimeException | Error e) {
            // An application's source: its text may be a password. Only class and place are shown.
            KeyMaterialException failure = new KeyMaterialException("Loading the credentials failed unexpectedly with "
                    + e.getClass().getName() + ".");
            failure.setStackTrace(e.getStackTrace());
            throw failure;
        }
    }

    /** Returns the generation that is no longer needed: the previous candidate or, after closing, this one. */
    private synchronized @Nullable Generation propose(Candidate next) {
        if (closed) {
            return next.generation();
        }
        Candidate superseded = candidate;
        candidate = next;
        return superseded != null ? superseded.generation() : null;
    }

    /**
     * Tries to replace the present generation by a candidate.
     *
     * @return true if the candidate is in use afterwards; never fails
     */
    public CompletableFuture<Boolean> attempt(Candidate next) {
        CompletableFuture<Boolean> outcome;
        synchronized (this) {
            CompletableFuture<Boolean> underWay = next.attempt();
            if (candidate != next || underWay != null) {
                return underWay != null ? underWay : CompletableFuture.completedFuture(present() == next.generation());
            }
            outcome = next.begin();
        }
        if (end(present()).isBefore(clock.instant())) {
            outcome.complete(replaceBy(next));
        } else {
            warmUp(next, 1, outcome);
        }
        return outcome;
    }

    private void warmUp(Candidate next, int look, CompletableFuture<Boolean> outcome) {
        CompletableFuture<Void> ready =
                WarmUp.of(next.generation().tokens(), present().tokens(), RECENT);
        boolean wasThere = ready.isDone();
        CompletableFuture<Void> unused = ready.whenComplete((nothing, failure) -> {
            if (failure != null) {
                fail(next, failure instanceof CompletionException ? failure.getCause() : failure);
                outcome.complete(present() == next.generation());
            } else if (wasThere || look >= MOST_LOOKS) {
                outcome.complete(replaceBy(next));
            } else {
                warmUp(next, look + 1, outcome);
            }
        });
    }

    private void fail(Candidate next, @Nullable Throwable cause) {
        Duration pause;
        synchronized (this) {
            pause = next.failed();
            if (pause == null || closed || candidate != next) {
                return;
            }
        }
        Duration untilEnd = Duration.between(clock.instant(), end(present())).plusSeconds(1);
        if (untilEnd.compareTo(pause) < 0) {
            pause = untilEnd; // from that time on the candidate needs no tokens
        }
        Throwable reason = cause != null ? cause : new IllegalStateException("No reason was given.");
        log.waiting(next.generation(), reason, pause);
        events.generationNotReplaced(reason);
        scheduler.schedule(pause, () -> resume(next));
    }

    private void resume(Candidate next) {
        synchronized (this) {
            next.resume();
        }
        CompletableFuture<Boolean> unused = attempt(next);
    }

    private static Instant end(Generation generation) {
        return generation.credentials().certificate().getNotAfter().toInstant();
    }

    /** Replaces the present generation by a candidate, unless a newer one has come. */
    boolean replaceBy(Candidate next) {
        Generation earlier;
        synchronized (this) {
            if (closed || candidate != next) {
                return present() == next.generation();
            }
            earlier = present.getAndSet(next.generation());
            candidate = null;
        }
        log.replaced(earlier, next.generation());
        retire(earlier);
        events.generationReplaced(earlier.credentials(), next.generation().credentials());
        return true;
    }

    private void retire(Generation generation) {
        generation.retire();
        List<Generation> tooMany = new ArrayList<>();
        synchronized (this) {
            retired.add(generation);
            while (closed ? !retired.isEmpty() : retired.size() > MOST_RETIRED) {
                tooMany.add(retired.remove());
            }
        }
        tooMany.forEach(Generation::close);
        // A call under way may have cost a refresh token: it may finish, and its caller keeps the result.
        scheduler.schedule(longestFetch, () -> closeRetired(generation));
    }

    private void closeRetired(Generation generation) {
        synchronized (this) {
            retired.remove(generation);
        }
        generation.close();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** Closes all generations. May be called again. */
    @Override
    public void close() {
        List<Generation> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            all.add(present());
            if (candidate != null) {
                all.add(candidate.generation());
            }
            candidate = null;
            all.addAll(retired);
            retired.clear();
        }
        all.forEach(Generation::close);
    }
}
