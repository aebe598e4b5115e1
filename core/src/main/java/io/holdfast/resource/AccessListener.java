package io.holdfast.resource;

import io.holdfast.token.VerifiedToken;

/**
 * Receives every decision about a request, on the request's own thread, so it must be quick and must not wait. An
 * exception from it changes no decision. It cannot change one at all.
 *
 * <p>The setting {@code accessListener} names an application's own listener. Implementations are safe for use by many
 * threads.
 */
public interface AccessListener {
    /** A request passes with its token. */
    default void accepted(VerifiedToken token) {}

    /** A request passes because its path is open to everybody. */
    default void passedOpenPath() {}

    /** A request is refused, or passes though it should be ({@link AccessRefusal#enforced()}). */
    default void refused(AccessRefusal refusal) {}
}
