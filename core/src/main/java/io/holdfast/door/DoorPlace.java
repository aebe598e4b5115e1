package io.holdfast.door;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The position of a door in its container. Immutable. */
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
     * A place that every request of one application passes.
     *
     * @param name the place's name for operators, for example {@code /orders/holdfast}
     * @param contextPath the application's context path, for example {@code /orders}, encoded; empty for the root
     */
    public static DoorPlace of(String name, String contextPath) {
        return new DoorPlace(name, contextPath, false, paths -> Optional.empty());
    }

    /**
     * A place that every request of several applications passes.
     *
     * @param name the place's name for operators, for example {@code localhost}
     */
    public static DoorPlace ofSeveral(String name) {
        return new DoorPlace(name, "", true, paths -> Optional.empty());
    }

    /**
     * Returns this place with a limit on the requests that pass it.
     *
     * @param problem takes the paths within the application that the door answers itself, and returns the reason, for
     *     the operator, why requests for one of them do not pass; empty if all do
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

    /** True if the door has several applications and must know which of them it guards. */
    boolean ofSeveral() {
        return ofSeveral;
    }

    Optional<String> unreachable(Set<String> paths) {
        return unreachable.apply(paths);
    }
}
