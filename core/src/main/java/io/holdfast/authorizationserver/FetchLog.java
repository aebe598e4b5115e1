package io.holdfast.authorizationserver;

import java.io.Closeable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Logs how the fetches of one thing end. A failure is one WARN, with its reason and remedy; it is logged
 * again only when it changes, however often the fetch is tried. The end of the failures is logged once.
 *
 * <p>Safe for use by many threads.
 */
public final class FetchLog implements Closeable {
    private static final Pattern FIGURES = Pattern.compile("[0-9]+");

    private final String subject;
    private final Function<AuthorizationServerException, String> advice;

    /** The failure that was logged last; empty while fetches succeed. Guarded by this. */
    private String told = "";

    /** Guarded by this. */
    private boolean closed;

    private FetchLog(String subject, Function<AuthorizationServerException, String> advice) {
        this.subject = subject;
        this.advice = advice;
    }

    /**
     * A log of the fetches for an issuer.
     *
     * @param issuer the issuer, and the door that needs it, as in {@code https://login.example.com for /orders/holdfast}
     * @param advice names the setting to look at and the change for a failure; one sentence or more
     */
    public static FetchLog of(String issuer, Function<AuthorizationServerException, String> advice) {
        return new FetchLog(issuer, advice);
    }

    /** The issuer whose fetches are logged, and the door. */
    String subject() {
        return subject;
    }

    /**
     * A fetch has failed.
     *
     * @param what the thing that could not be fetched
     * @param consequence the consequence for requests; figures in it may change without another entry
     */
    synchronized void failed(Logger log, String what, String consequence, AuthorizationServerException failure) {
        String reason = String.valueOf(failure.getMessage());
        String now = FIGURES.matcher(consequence).replaceAll("") + reason;
        if (closed || now.equals(told)) {
            return;
        }
        told = now;
        log.warn("{} {} {} {} It is tried again in the background.", what, consequence, reason, advice.apply(failure));
        Throwable cause = failure.getCause();
        if (cause instanceof Error || cause instanceof RuntimeException) {
            log.debug("The fault is", cause);
        }
    }

    /** Tells nothing more: fetches that fail from now on were cut off, because nobody needs them any more. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    /** A fetch has succeeded; true if the one before had failed. */
    synchronized boolean recovered() {
        boolean failing = !told.isEmpty();
        told = "";
        return failing;
    }
}
