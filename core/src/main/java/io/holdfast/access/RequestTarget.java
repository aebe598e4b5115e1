package io.holdfast.access;

import java.util.Collections;
import java.util.Set;

/** The target of a request, or of a dispatch inside the container, as the container tells it; nothing is decided yet. */
public interface RequestTarget {
    /** The path as it stood in the request line, or as the application has dispatched to it, not decoded. */
    String path();

    /** The path within the application as the container understood it when it chose the servlet: decoded, canonical. */
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

    /** The path parameters any of which the container itself may write its session ids into. */
    default Set<String> sessionParameters() {
        return Collections.singleton("jsessionid");
    }
}
