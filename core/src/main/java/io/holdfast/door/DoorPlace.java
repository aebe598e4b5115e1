package io.holdfast.door;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where a door stands in its container. Immutable. */
public final class DoorPlace {
    private final String name;
    private final String contextPath;
    private final Function<Set<String>, Optional<String>> unreachable;

    private DoorPlace(String name, String contextPath, Function<Set<String>, Optional<String>> unreachable) {
        this.name = name;
        this.contextPath = contextPath;
        this.unreachable = unreachable;
    }

    /**
     * A place that every request comes through.
     *
     * @param name how an operator tells it from others, as in {@code /orders/holdfast}
     * @param contextPath where the application stands, as {@code /orders}, encoded; empty at the root, or where all
     *     applications come through the door
     */
    public static DoorPlace of(String name, String contextPath) {
        return new DoorPlace(name, contextPath, paths -> Optional.empty());
    }

    /**
     * The same place, which not every request comes through.
     *
     * @param problem given paths within the application that the door is to answer itself, says in words for the operator
     *     why one of them does not come through; empty if all do
     */
    public DoorPlace reachedBy(Function<Set<String>, Optional<String>> problem) {
        return new DoorPlace(name, contextPath, problem);
    }

    String name() {
        return name;
    }

    String contextPath() {
        return contextPath;
    }

    Optional<String> unreachable(Set<String> paths) {
        return unreachable.apply(paths);
    }
}
