package io.holdfast.access;

import org.jspecify.annotations.Nullable;

/** A target as a door would tell it. */
record StubTarget(@Nullable String path, String canonicalPath, String contextPath, String servletPath)
        implements RequestTarget {}
