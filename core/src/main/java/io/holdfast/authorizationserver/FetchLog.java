package io.holdfast.authorizationserver;

import java.io.Closeable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Tells the operator how the fetches of one thing go. A failure is one WARN, with its reason and what to do; it is told
 * again only when it becomes another one, however often the fetch is tried. The end of the failures is told once.
 *
 * <p>Safe for use by many threads.
 */
public final class FetchLog implements Closeable {
    private static final Pattern FIGURES = Pattern.compile("[0-9]+");

    private final String subject;
    private final Function<AuthorizationServerException, String> advice;

    /** The failure that was told last; empty while fetches succeed. Guarded by this. */
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
     * @param issuer the issuer, and which door needs it, as in {@code https://login.example.com for /orders/holdfast}
     * @param advice given a failure, which setting to look at and what to change; one sentence or more
     */
    public static FetchLog of(String issuer, Function<AuthorizationServerException, String> advice) {
        return new FetchLog(issuer, advice);
    }

    /** A log without advice. */
    static FetchLog plain() {
        return of("the authorization server", failure -> "");
    }

    /** Whose fetches these are. */
    String subject() {
        return subject;
    }

    /**
     * A fetch has failed.
     *
     * @param what which thing could not be fetched
     * @param consequence what follows for requests; figures in it may change without being told again
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
