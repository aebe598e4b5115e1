package io.holdfast.access;

import org.jspecify.annotations.Nullable;

/** The path of a request, with one reading for all programs; made by {@link PathReading#read}. Immutable. */
public final class RequestedPath {
    private final String path;
    private final @Nullable String second;
    private final String loosePath;
    private final @Nullable String looseSecond;
    private final @Nullable String looseServletPath;

    /**
     * Makes a path.
     *
     * @param path the container's own reading
     * @param second another path that the application may see, if the operator or the container allows two
     * @param servletPath the part of the path that names the servlet; null if that is the whole
     */
    RequestedPath(String path, @Nullable String second, @Nullable String servletPath) {
        this.path = path;
        this.second = second;
        this.loosePath = PathPattern.loosely(path);
        this.looseSecond = second == null ? null : PathPattern.loosely(second);
        this.looseServletPath = servletPath == null ? null : PathPattern.loosely(servletPath);
    }

    String path() {
        return path;
    }

    @Nullable
    String second() {
        return second;
    }

    /** {@link #path} folded by {@link PathPattern#loosely}, once for all rules and methods. */
    String loosePath() {
        return loosePath;
    }

    @Nullable
    String looseSecond() {
        return looseSecond;
    }

    @Nullable
    String looseServletPath() {
        return looseServletPath;
    }

    @Override
    public String toString() {
        return path;
    }
}
