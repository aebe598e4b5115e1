package io.holdfast.doctor.cli;

import java.util.ArrayList;
import java.util.List;

/** Writes the texts of {@code --help}. */
public final class Help {
    private Help() {}

    static List<Option> options(Command command) {
        List<Option> options = new ArrayList<>(command.options());
        options.addAll(CommonOptions.GENERAL);
        return options;
    }

    /** The text about all commands. */
    public static String ofAll(List<Command> commands) {
        StringBuilder text = new StringBuilder("Certificate-bound access tokens (RFC 8705) from the command line.\n\n");
        for (Command command : commands) {
            text.append(String.format("  holdfast %-11s %s%n", command.name(), command.summary()));
        }
        text.append("\nStart here:\n");
        commands.forEach(command -> command.examples().stream()
                .limit(1)
                .forEach(line -> text.append("  ").append(line).append('\n')));
        text.append("\nSecrets come from files, standard input (-) or a prompt, never from arguments. @FILE stands for")
                .append(" the\narguments in a file. holdfast COMMAND --help lists the options.\n");
        return text.append(exitCodes()).toString();
    }

    /** The text about one command. */
    public static String of(Command command) {
        StringBuilder text = new StringBuilder("holdfast ").append(command.name());
        if (!command.operands().isEmpty()) {
            text.append(' ').append(command.operands());
        }
        text.append(" [options]\n").append(capital(command.summary())).append(".\n\n");
        for (Option option : options(command)) {
            text.append(String.format("  %-28s %s%n", option.synopsis(), option.text()));
        }
        text.append("\nExamples:\n");
        command.examples().forEach(line -> text.append("  ").append(line).append('\n'));
        return text.append(exitCodes()).toString();
    }

    private static String exitCodes() {
        StringBuilder text = new StringBuilder("\nExit codes:\n");
        for (ExitCode code : ExitCode.values()) {
            text.append(String.format("  %-3d %s%n", code.number(), code.meaning()));
        }
        return text.toString().stripTrailing();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }
}
