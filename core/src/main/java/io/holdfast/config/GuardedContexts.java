package io.holdfast.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The applications that a door on a whole host guards, by their context paths. An ambiguous path is guarded: a named
 * path stands for all versions of its application and for applications deployed below it, in any letter case. The
 * root's path stands for the root's own application only.
 *
 * <p>Immutable.
 */
public final class GuardedContexts {
    /** Characters that an operator would mean as something else than a part of the path. */
    private static final String NOT_IN_PATHS = "%#*?;\\";

    /** The context paths as a container writes them: the root's is empty. No path if every application is guarded. */
    private final List<String> paths;

    private GuardedContexts(List<String> paths) {
        this.paths = Collections.unmodifiableList(paths);
    }

    static GuardedContexts read(SettingsReader reader) {
        List<String> paths = new ArrayList<>();
        for (String word : reader.wordsWithoutCommas(ResourceSetting.CONTEXTS)) {
            if (!word.equals("/") && !isPath(word)) {
                reader.problem(
                        ResourceSetting.CONTEXTS,
                        reader.text(ResourceSetting.CONTEXTS),
                        "has '" + word
                                + "', which is no context path. Write it as in URLs: '/orders' for orders.war and all"
                                + " its versions, '/orders/admin' for orders#admin.war, '/' for ROOT.war; without"
                                + " any of '" + NOT_IN_PATHS + "'.");
            }
            paths.add(word.equals("/") ? "" : word);
        }
        return new GuardedContexts(paths);
    }

    private static boolean isPath(String word) {
        return word.matches("(/[^/]+)+")
                && !word.matches(".*/\\.\\.?(/.*)?")
                && word.chars().allMatch(character -> character > ' ' && NOT_IN_PATHS.indexOf(character) < 0);
    }

    /** True if every application is guarded. */
    public boolean areAll() {
        return paths.isEmpty();
    }

    /**
     * The reason why this setting would have no effect on a door that has one application; empty if it is not set.
     *
     * @param place the door's place, for the operator
     */
    public Optional<String> problemInOneApplication(String place) {
        return areAll()
                ? Optional.empty()
                : Optional.of("The setting '" + ResourceSetting.CONTEXTS.settingName() + "' = '" + this
                        + "' has no effect in the one application that " + place + " guards. Take it out, or set it"
                        + " on a valve in the <Host> of server.xml.");
    }

    /** True if the application at this context path is guarded; the root's path is empty. */
    public boolean include(String contextPath) {
        if (areAll()) {
            return true;
        }
        for (String path : paths) {
            int length = path.length();
            boolean below = contextPath.regionMatches(true, 0, path, 0, length)
                    && (contextPath.length() == length || (length > 0 && contextPath.charAt(length) == '/'));
            if (below) {
                return true;
            }
        }
        return false;
    }

    /** The named paths at which none of these applications stands, as they were written. */
    public List<String> missingAmong(List<String> contextPaths) {
        return paths.stream()
                .filter(path -> contextPaths.stream().noneMatch(path::equalsIgnoreCase))
                .map(path -> path.isEmpty() ? "/" : path)
                .collect(Collectors.toList());
    }

    /** The setting's value. */
    @Override
    public String toString() {
        return paths.stream().map(path -> path.isEmpty() ? "/" : path).collect(Collectors.joining(" "));
    }
}
