package io.holdfast.file;

/**
 * A file cannot be read, or is not what it should be. The message names it and says what to do; it shows nothing of what
 * the file holds.
 */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message for the operator. */
    public UnreadableFileException(String message) {
        super(message);
    }

    UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
