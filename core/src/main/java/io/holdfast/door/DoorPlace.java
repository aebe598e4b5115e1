package io.holdfast.door;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where a door stands in its container. Immutable. */
public final class DoorPlace {
    private final String name;
    private final String contextPath;
    private final boolean ofSeveral;
    private final Function<Set<String>, Optional<String>> unreachable;

    private DoorPlace(
            String name, String contextPath, boolean ofSeveral, Function<Set<String>, Optional<String>> unreachable) {
        this.name = name;
        this.contextPath = contextPath;
        this.ofSeveral = ofSeveral;
        this.unreachable = unreachable;
    }

    /**
     * A place that every request of one application comes through.
     *
     * @param name how an operator tells it from others, as in {@code /orders/holdfast}
     * @param contextPath where the application stands, as {@code /orders}, encoded; empty at the root
     */
    public static DoorPlace of(String name, String contextPath) {
        return new DoorPlace(name, contextPath, false, paths -> Optional.empty());
    }

    /**
     * A place that every request of several applications comes through.
     *
     * @param name how an operator tells it from others, as in {@code localhost}
     */
    public static DoorPlace ofSeveral(String name) {
        return new DoorPlace(name, "", true, paths -> Optional.empty());
    }

    /**
     * The same place, which not every request comes through.
     *
     * @param problem given paths within the application that the door is to answer itself, says in words for the operator
     *     why one of them does not come through; empty if all do
     */
    public DoorPlace reachedBy(Function<Set<String>, Optional<String>> problem) {
        return new DoorPlace(name, contextPath, ofSeveral, problem);
    }

    String name() {
        return name;
    }

    String contextPath() {
        return contextPath;
    }

    /** Whether the door must know which of its applications it guards. */
    boolean ofSeveral() {
        return ofSeveral;
    }

    Optional<String> unreachable(Set<String> paths) {
        return unreachable.apply(paths);
    }
}
