package io.holdfast.access;

import org.jspecify.annotations.Nullable;

/** The path of a request, with one reading for all programs; made by {@link PathReading#read}. Immutable. */
public final class RequestedPath {
    private final String path;
    private final String loosePath;
    private final @Nullable String looseServletPath;
    private final @Nullable RequestedPath second;

    /**
     * Makes a path.
     *
     * @param path the container's own reading
     * @param second another path that the application may see, if the operator or the container allows two
     * @param servletPath the part of the path that names the servlet, as the container reports it
     * @param exact whether rules hold for the path by the letter alone, so that nobody reads it loosely
     */
    RequestedPath(String path, @Nullable String second, @Nullable String servletPath, boolean exact) {
        this.path = path;
        this.loosePath = exact ? path : PathPattern.loosely(path);
        String servlet = servletPathIn(path, servletPath);
        this.looseServletPath = exact || servlet == null ? servlet : PathPattern.loosely(servlet);
        this.second = second == null ? null : new RequestedPath(second, null, null, exact);
    }

    /** A servlet mapped to all paths has no path of its own. */
    private static @Nullable String servletPathIn(String path, @Nullable String servletPath) {
        return servletPath != null
                        && !servletPath.isEmpty()
                        && servletPath.length() < path.length()
                        && path.startsWith(servletPath)
                ? servletPath
                : null;
    }

    String path() {
        return path;
    }

    /** {@link #path} as {@link PathPattern#loosely} makes it, once for all rules and methods. */
    String loosePath() {
        return loosePath;
    }

    @Nullable
    String looseServletPath() {
        return looseServletPath;
    }

    @Nullable
    RequestedPath second() {
        return second;
    }

    @Override
    public String toString() {
        return path;
    }
}
