package io.holdfast.doctor.cli;

/** The codes that a command ends with. They are fixed: scripts depend on them. */
public enum ExitCode {
    /** Everything that was looked at is right. */
    OK(0, "everything that was looked at is right"),
    /** Something was found that is wrong. Never means that a server was not reached. */
    FINDING(1, "something is wrong: the output names it"),
    /** The command line is wrong: an option, a value, or a file that it names. */
    USAGE(2, "the command line, or a file that it names, cannot be used"),
    /** No judgement was possible, for example because a server was not reached. */
    NOT_JUDGED(3, "no judgement: a server was not reached, or what was seen proves nothing"),
    /** The doctor itself is wrong. */
    BUG(70, "a mistake in this program");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }

    /** The meaning, as {@code --help} shows it. */
    public String meaning() {
        return meaning;
    }
}
