package io.holdfast.door;

import java.util.Collection;
import java.util.Optional;

/** The mappings of a filter. It never sees another path, so it can guard none and answer none. Holds nothing. */
public final class FilterMappings {
    private FilterMappings() {}

    /**
     * The fault of the mappings, in words for the operator; empty for none.
     *
     * @param patterns the URL patterns
     * @param servlets the names of servlets
     * @param promised paths within the application that the filter has to answer itself
     */
    public static Optional<String> problem(
            Collection<String> patterns, Collection<String> servlets, Collection<String> promised) {
        if (patterns.isEmpty() && servlets.isEmpty()) {
            return Optional.of("It is mapped to no URL pattern and no servlet, so it would guard nothing."
                    + " Add a filter-mapping for its name, with the url-pattern /*.");
        }
        for (String path : promised) {
            if (patterns.stream().noneMatch(pattern -> covers(pattern, path))) {
                return Optional.of("Its settings 'resource' and 'healthPath' promise an answer at " + path
                        + ", and no url-pattern of its mappings leads there. Map it to /*, or to " + path
                        + " as well; or set 'resourceMetadata' if that is served elsewhere.");
            }
        }
        return Optional.empty();
    }

    private static boolean covers(String pattern, String path) {
        if (pattern.endsWith("/*")) {
            String prefix = pattern.substring(0, pattern.length() - 2);
            return path.equals(prefix) || path.startsWith(prefix + '/');
        }
        return pattern.equals(path) || (pattern.startsWith("*.") && path.endsWith(pattern.substring(1)));
    }
}
