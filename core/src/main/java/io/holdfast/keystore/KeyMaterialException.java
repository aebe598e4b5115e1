package io.holdfast.keystore;

/**
 * Key material or trusted certificates cannot be loaded or do not fit together. The message says what came, what was
 * expected and what to do; it never holds a password or any part of a key.
 */
public final class KeyMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message for the operator. */
    public KeyMaterialException(String message) {
        super(message);
    }

    /** With a message for the operator and what led to it, which must not hold a secret either. */
    public KeyMaterialException(String message, Throwable cause) {
        super(message, cause);
    }
}
