package io.holdfast.doctor.cli;

import java.util.List;

/** A command of the doctor. It keeps nothing between runs. */
public interface Command {
    /** The word on the command line. */
    String name();

    /** One line about it. */
    String summary();

    /** The form of the command line behind the name, without options. Empty if there is nothing but options. */
    String operands();

    /** The options besides {@link CommonOptions#GENERAL}. */
    List<Option> options();

    /** Whole command lines that work, for {@code --help}. */
    List<String> examples();

    /**
     * Runs the command.
     *
     * @throws UsageException if the command line, or a file that it names, cannot be used
     * @throws NotJudgedException if no judgement is possible
     */
    ExitCode run(Invocation invocation) throws UsageException, NotJudgedException;
}
