package io.holdfast.doctor.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams, the environment and the terminal that a command runs in. */
public final class Surroundings {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final @Nullable Prompt prompt;

    /**
     * Makes surroundings.
     *
     * @param prompt asks a person; null where nobody sits at a terminal
     */
    public Surroundings(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            @Nullable Prompt prompt) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.prompt = prompt;
    }

    /** Asks a person for a secret, which the terminal does not show. */
    @FunctionalInterface
    public interface Prompt {
        /** The answer; null if there is none. */
        char @Nullable [] secret(String question);
    }

    /** Streams, environment and terminal of this process. */
    @SuppressWarnings("SystemConsoleNull") // older Java has none without a terminal, newer is asked by isTerminal
    public static Surroundings ofProcess() {
        Console console = System.console();
        boolean terminal = console != null && isTerminal(console);
        return new Surroundings(
                System.in,
                System.out,
                System.err,
                System.getenv(),
                console != null && terminal ? question -> console.readPassword("%s: ", question) : null);
    }

    /** Since Java 22 there is a console without a terminal, too. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Standard input. */
    public InputStream in() {
        return in;
    }

    /** Standard output. */
    public PrintStream out() {
        return out;
    }

    /** Standard error. */
    public PrintStream err() {
        return err;
    }

    /** The environment variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Asks a person; null where nobody sits at a terminal. */
    public @Nullable Prompt prompt() {
        return prompt;
    }

    /** True if both input and output are a terminal's, and colours are not refused. */
    boolean showsColours() {
        return prompt != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }
}
