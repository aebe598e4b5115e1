package io.holdfast.resource;

import io.holdfast.token.VerifiedToken;

/**
 * Is told of every decision about a request, on the request's own thread, so it must be quick and must not wait. What it
 * throws changes no decision. It cannot change one at all.
 *
 * <p>An application's own one is named in the setting {@code accessListener}. Implementations are safe for use by many
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
