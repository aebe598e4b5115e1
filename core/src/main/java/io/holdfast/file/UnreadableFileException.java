package io.holdfast.file;

/**
 * A file cannot be read, or is not of the expected kind. The message names the file and the fix; it quotes nothing from
 * the file.
 */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for the operator. */
    public UnreadableFileException(String message) {
        super(message);
    }

    UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
