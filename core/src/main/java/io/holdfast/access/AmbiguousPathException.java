package io.holdfast.access;

/** A path that two programs may read differently, so that no rule can be held to it. The message does not hold it. */
public final class AmbiguousPathException extends Exception {
    private static final long serialVersionUID = 1L;

    AmbiguousPathException(String message) {
        super(message, null, false, false);
    }
}
