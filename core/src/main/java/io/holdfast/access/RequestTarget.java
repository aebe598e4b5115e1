package io.holdfast.access;

import java.util.Collections;
import java.util.Set;

/** The target of a request, or of a dispatch inside the container, as the container reports it, unchecked. */
public interface RequestTarget {
    /** The path of the request line, or of the application's dispatch, not decoded. */
    String path();

    /** The path within the application by which the container chose the servlet: decoded, canonical. */
    String canonicalPath();

    /** The beginning of {@link #path} that {@link #canonicalPath} leaves out; empty, the default, if nothing. */
    default String contextPath() {
        return "";
    }

    /**
     * The beginning of {@link #canonicalPath} that names the servlet; what follows is its path info. By default the whole
     * path, as there is none.
     */
    default String servletPath() {
        return canonicalPath();
    }

    /** The names of the path parameters in which the container may write its session ids. */
    default Set<String> sessionParameters() {
        return Collections.singleton("jsessionid");
    }
}
