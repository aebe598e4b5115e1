package io.holdfast.resource;

/**
 * Where a protected resource stands: what stays the same when its settings change. Immutable.
 *
 * @see ProtectedResource#reopen
 */
public final class ResourcePlace {
    private final String contextPath;
    private final AccessListener listener;

    private ResourcePlace(String contextPath, AccessListener listener) {
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
        return new ResourcePlace(contextPath, listener);
    }

    String contextPath() {
        return contextPath;
    }

    AccessListener listener() {
        return listener;
    }
}
