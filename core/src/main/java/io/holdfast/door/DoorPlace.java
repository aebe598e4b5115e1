package io.holdfast.door;

/** Where a door stands in its container. Immutable. */
public final class DoorPlace {
    private final String name;
    private final String contextPath;

    private DoorPlace(String name, String contextPath) {
        this.name = name;
        this.contextPath = contextPath;
    }

    /**
     * A place.
     *
     * @param name how an operator tells it from others, as in {@code /orders/holdfast}
     * @param contextPath where the application stands, as {@code /orders}; empty at the root, or where all applications
     *     come through the door
     */
    public static DoorPlace of(String name, String contextPath) {
        return new DoorPlace(name, contextPath);
    }

    String name() {
        return name;
    }

    String contextPath() {
        return contextPath;
    }
}
