package io.holdfast.doctor.cli;

import java.util.List;
import java.util.Map;

/** One run of a command: its arguments, and what it works with. */
public final class Invocation {
    private final Arguments arguments;
    private final Output output;
    private final Secrets secrets;
    private final Map<String, String> environment;
    private final boolean terminal;

    private Invocation(Surroundings surroundings, Arguments arguments) {
        this.arguments = arguments;
        this.output = new Output(surroundings, arguments);
        this.secrets = new Secrets(surroundings);
        this.environment = surroundings.environment();
        this.terminal = surroundings.prompt() != null;
    }

    /** Parses the arguments behind a command's name. */
    public static Invocation of(Command command, List<String> arguments, Surroundings surroundings)
            throws UsageException {
        return new Invocation(surroundings, ArgumentParser.parse(arguments, Help.options(command)));
    }

    /** The parsed arguments. */
    public Arguments arguments() {
        return arguments;
    }

    /** The place for results and notes. */
    public Output output() {
        return output;
    }

    /** The reader of files, standard input and answers of a person. */
    public Secrets secrets() {
        return secrets;
    }

    /** Certificate and key, trusted certificates and token, as the options name them. */
    public Credentials credentials() {
        return new Credentials(arguments, secrets);
    }

    /** True if a person sits at a terminal, which standard input then is. */
    public boolean isAtTerminal() {
        return terminal;
    }

    /** The environment variables. */
    public Map<String, String> environment() {
        return environment;
    }
}
