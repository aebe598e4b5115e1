package io.holdfast.doctor.cli;

/** The command line, or a file that it names, cannot be used: {@link ExitCode#USAGE}. The message holds no secret. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message the option, its value, what was found, and the fix
     */
    public UsageException(String message) {
        super(message);
    }
}
