package io.holdfast.keystore;

/**
 * Key material or trusted certificates cannot be loaded or do not fit together. The message names what was found, what
 * was expected and the fix; it never holds a password or any part of a key.
 */
public final class KeyMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for the operator. */
    public KeyMaterialException(String message) {
        super(message);
    }

    /** Makes an exception with a message for the operator and a cause; neither may hold a secret. */
    public KeyMaterialException(String message, Throwable cause) {
        super(message, cause);
    }
}
