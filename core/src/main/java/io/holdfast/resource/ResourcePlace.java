package io.holdfast.resource;

import org.jspecify.annotations.Nullable;

/**
 * The place of a protected resource, which stays when its settings change. Immutable.
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
     * @param contextPath the application's path, as {@code /orders}; empty at the root, or where all applications
     *     come through the door
     * @param listener receives every decision
     */
    public static ResourcePlace of(String contextPath, AccessListener listener) {
        return new ResourcePlace(null, contextPath, listener);
    }

    /**
     * Names the place in a copy, so that refusals carry the name.
     *
     * @param door its name for operators, as in {@code /orders/holdfast}
     */
    public ResourcePlace named(String door) {
        return new ResourcePlace(door, contextPath, listener);
    }

    /** The name for operators; null if nobody has named it. */
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
