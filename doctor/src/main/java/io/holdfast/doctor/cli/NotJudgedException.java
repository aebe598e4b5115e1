package io.holdfast.doctor.cli;

/** No judgement is possible, for example without an answer: {@link ExitCode#NOT_JUDGED}. The message holds no secret. */
public final class NotJudgedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was tried, what was found, and the fix
     */
    public NotJudgedException(String message) {
        super(message);
    }
}
