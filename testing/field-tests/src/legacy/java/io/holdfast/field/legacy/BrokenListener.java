package io.holdfast.field.legacy;

/** A class whose initialization ends with an error. */
public final class BrokenListener {
    static {
        if (Thread.currentThread() != null) {
            throw new AssertionError("This listener fails on purpose.");
        }
    }
}
