package io.holdfast.resource;

import io.holdfast.log.RareWarning;
import io.holdfast.token.VerifiedToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one. An exception of one of them reaches neither the others nor the decision. Immutable. */
public final class AccessListeners implements AccessListener {
    private static final Logger LOG = LoggerFactory.getLogger(AccessListeners.class);

    private final List<AccessListener> listeners;
    private final RareWarning warning = new RareWarning(System::nanoTime);

    /** Combines listeners, called in this order. */
    public AccessListeners(List<? extends AccessListener> listeners) {
        this.listeners = Collections.unmodifiableList(new ArrayList<>(listeners));
    }

    @Override
    public void accepted(VerifiedToken token) {
        for (int i = 0; i < listeners.size(); i++) {
            AccessListener listener = listeners.get(i);
            try {
                listener.accepted(token);
            } catch (Throwable e) { // checked ones, too: not every language declares them
                failed(listener, e);
            }
        }
    }

    @Override
    public void passedOpenPath() {
        each(AccessListener::passedOpenPath);
    }

    @Override
    public void refused(AccessRefusal refusal) {
        each(listener -> listener.refused(refusal));
    }

    private void each(Consumer<AccessListener> what) {
        for (AccessListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (Throwable e) { // checked ones, too: not every language declares them
                failed(listener, e);
            }
        }
    }

    /** Logs the kind of the exception only: its text may be anything. */
    private void failed(AccessListener listener, Throwable e) {
        try {
            if (warning.due()) {
                LOG.warn(
                        "The listener {} fails with {}, {} times so far. Decisions do not depend on it.",
                        listener.getClass().getName(),
                        e.getClass().getName(),
                        warning.count());
            }
        } catch (RuntimeException | Error broken) {
            // A broken log must not change a decision either.
        }
    }
}
