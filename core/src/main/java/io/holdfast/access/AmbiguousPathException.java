package io.holdfast.access;

/** A path with two readings, so that no rule can be matched with it. The message leaves the path out. */
public final class AmbiguousPathException extends Exception {
    private static final long serialVersionUID = 1L;

    AmbiguousPathException(String message) {
        super(message, null, false, false);
    }
}
