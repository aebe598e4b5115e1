package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what it hears. Safe for many threads. */
public final class RecordingListener implements KeyRingListener {
    final List<BoundToken> fetched = new CopyOnWriteArrayList<>();
    final List<Throwable> notFetched = new CopyOnWriteArrayList<>();
    final List<BoundToken> refused = new CopyOnWriteArrayList<>();
    final BlockingQueue<CredentialGeneration> replacedBy = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> notReplaced = new LinkedBlockingQueue<>();
    final BlockingQueue<Duration> left = new LinkedBlockingQueue<>();

    static <T> T next(BlockingQueue<T> events) throws InterruptedException {
        T event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing was heard");
        }
        return event;
    }

    @Override
    public void tokenFetched(BoundToken token, Duration took) {
        fetched.add(token);
    }

    @Override
    public void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {
        notFetched.add(cause);
    }

    @Override
    public void tokenRefused(BoundToken token) {
        refused.add(token);
    }

    @Override
    public void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {
        replacedBy.add(present);
    }

    @Override
    public void generationNotReplaced(Throwable cause) {
        notReplaced.add(cause);
    }

    @Override
    public void certificateExpires(CredentialGeneration present, Duration remaining) {
        left.add(remaining);
    }
}
