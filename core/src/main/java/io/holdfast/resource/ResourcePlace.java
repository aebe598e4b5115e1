package io.holdfast.resource;

import org.jspecify.annotations.Nullable;

/**
 * Where a protected resource stands: what stays the same when its settings change. Immutable.
 *
 * @see ProtectedResource#reopen
 */
public final class ResourcePlace {
    private final @Nullable String name;
    private final String contextPath;
    private final AccessListener listener;

    private ResourcePlace(@Nullable String name, String contextPath, AccessListener listener) {
        this.name = name;
        this.contextPath = contextPath;
        this.listener = listener;
    }

    /**
     * A place.
     *
     * @param contextPath where the application stands, as {@code /orders}; empty at the root, or where all applications
     *     come through the door
     * @param listener is told of every decision
     */
    public static ResourcePlace of(String contextPath, AccessListener listener) {
        return new ResourcePlace(null, contextPath, listener);
    }

    /**
     * The same place, whose refusals tell its name.
     *
     * @param door how an operator tells it from others, as in {@code /orders/holdfast}
     */
    public ResourcePlace named(String door) {
        return new ResourcePlace(door, contextPath, listener);
    }

    /** How an operator tells it from others; null if nobody has named it. */
    @Nullable
    String name() {
        return name;
    }

    String contextPath() {
        return contextPath;
    }

    AccessListener listener() {
        return listener;
    }
}
