package io.holdfast.access;

import org.jspecify.annotations.Nullable;

/** The path of a request that everybody reads alike; made by {@link PathReading#read}. Immutable. */
public final class RequestedPath {
    private final String path;
    private final @Nullable String second;
    private final String loosePath;
    private final @Nullable String looseSecond;
    private final @Nullable String looseServletPath;

    /**
     * A path.
     *
     * @param path as the container has understood it
     * @param second another path that the application may see there, where the operator or the container allows two
     * @param servletPath the part of the path that names the servlet; null if that is the whole
     * @param exact whether rules hold for the path by the letter alone, so that nobody reads it loosely
     */
    RequestedPath(String path, @Nullable String second, @Nullable String servletPath, boolean exact) {
        this.path = path;
        this.second = second;
        this.loosePath = exact ? path : PathPattern.loosely(path);
        this.looseSecond = exact || second == null ? second : PathPattern.loosely(second);
        this.looseServletPath = exact || servletPath == null ? servletPath : PathPattern.loosely(servletPath);
    }

    String path() {
        return path;
    }

    @Nullable
    String second() {
        return second;
    }

    /** {@link #path} as {@link PathPattern#loosely} makes it, once for all rules and methods; by the letter if exact. */
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
