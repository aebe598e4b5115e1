package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a key ring's events to its listeners, whose exceptions reach nobody. Safe for several threads. */
final class RingEvents implements KeyRingListener {
    private static final Logger LOG = LoggerFactory.getLogger(RingEvents.class);

    private final List<KeyRingListener> listeners = new CopyOnWriteArrayList<>();

    void add(KeyRingListener listener) {
        listeners.add(listener);
    }

    void remove(KeyRingListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void tokenFetched(BoundToken token, Duration took) {
        tell(listener -> listener.tokenFetched(token, took));
    }

    @Override
    public void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {
        tell(listener -> listener.tokenNotFetched(request, cause, took));
    }

    @Override
    public void tokenRefused(BoundToken token) {
        tell(listener -> listener.tokenRefused(token));
    }

    @Override
    public void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {
        tell(listener -> listener.generationReplaced(earlier, present));
    }

    @Override
    public void generationNotReplaced(Throwable cause) {
        tell(listener -> listener.generationNotReplaced(cause));
    }

    @Override
    public void certificateExpires(CredentialGeneration present, Duration left) {
        tell(listener -> listener.certificateExpires(present, left));
    }

    private void tell(Consumer<KeyRingListener> event) {
        for (KeyRingListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error e) {
                // Only the class: a listener's text may be anything, even a token.
                LOG.warn(
                        "The listener {} failed with {}. Nothing else depends on it.",
                        listener.getClass().getName(),
                        e.getClass().getName());
            }
        }
    }
}
