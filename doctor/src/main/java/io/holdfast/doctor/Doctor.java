package io.holdfast.doctor;

import io.holdfast.doctor.check.CheckCommand;
import io.holdfast.doctor.cli.Command;
import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Help;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Output;
import io.holdfast.doctor.cli.Surroundings;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.command.CallCommand;
import io.holdfast.doctor.command.ThumbprintCommand;
import io.holdfast.doctor.command.TokenCommand;
import io.holdfast.doctor.explain.ExplainCommand;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Runs one command of the doctor. */
public final class Doctor {
    /** In the order of {@code --help}: token, call, explain, check, probe, thumbprint. */
    private static final List<Command> COMMANDS = List.of(
            new TokenCommand(), new CallCommand(), new ExplainCommand(), new CheckCommand(), new ThumbprintCommand());

    private Doctor() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int code = run(Arrays.asList(arguments), Surroundings.ofProcess());
        System.out.flush();
        System.err.flush();
        System.exit(code);
    }

    /** Runs the command that the arguments name, and returns the exit code of the process. It throws no exception. */
    public static int run(List<String> arguments, Surroundings surroundings) {
        try {
            return dispatch(arguments, surroundings).number();
        } catch (RuntimeException | Error e) {
            surroundings.err().println("A mistake in holdfast itself, please report it: " + placeOf(e));
            return ExitCode.BUG.number();
        }
    }

    private static ExitCode dispatch(List<String> arguments, Surroundings surroundings) {
        String name = arguments.isEmpty() ? "--help" : arguments.get(0);
        if (isHelp(name)) {
            (arguments.isEmpty() ? surroundings.err() : surroundings.out()).println(Help.ofAll(COMMANDS));
            return arguments.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
        }
        if (name.equals("--version")) {
            String version = Doctor.class.getPackage().getImplementationVersion();
            surroundings.out().println("holdfast " + (version != null ? version : "of an unpacked build"));
            return ExitCode.OK;
        }
        for (Command command : COMMANDS) {
            if (command.name().equals(name)) {
                return run(command, arguments.subList(1, arguments.size()), surroundings);
            }
        }
        String known = COMMANDS.stream().map(Command::name).collect(Collectors.joining(", "));
        surroundings.err().println("There is no such command. The first argument is one of: " + known + ".");
        return ExitCode.USAGE;
    }

    private static ExitCode run(Command command, List<String> arguments, Surroundings surroundings) {
        if (arguments.stream().takeWhile(argument -> !argument.equals("--")).anyMatch(Doctor::isHelp)) {
            surroundings.out().println(Help.of(command));
            return ExitCode.OK;
        }
        try {
            return command.run(Invocation.of(command, arguments, surroundings));
        } catch (UsageException e) {
            surroundings.err().println(Output.shown(String.valueOf(e.getMessage())));
            surroundings.err().println("holdfast " + command.name() + " --help lists the options.");
            return ExitCode.USAGE;
        } catch (NotJudgedException e) {
            surroundings.err().println(Output.shown(String.valueOf(e.getMessage())));
            return ExitCode.NOT_JUDGED;
        }
    }

    private static boolean isHelp(String argument) {
        return argument.equals("--help") || argument.equals("-h");
    }

    /** Class and places, without messages, which may hold what nobody should read. */
    private static String placeOf(Throwable e) {
        return e.getClass().getName()
                + Arrays.stream(e.getStackTrace())
                        .limit(12)
                        .map(place -> System.lineSeparator() + "  at " + place)
                        .collect(Collectors.joining());
    }
}
