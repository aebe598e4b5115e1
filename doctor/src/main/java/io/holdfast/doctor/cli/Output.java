package io.holdfast.doctor.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.Set;

/**
 * Writes data to standard output and everything else to standard error. Control characters and line ends of what a server
 * or a file holds are shown as their code, so that they can neither command a terminal nor make up lines of a report.
 */
public final class Output {
    private static final String END_OF_COLOUR = "\u001b[0m";

    /** Types of characters that are shown as their code. */
    private static final Set<Byte> UNSHOWN =
            Set.of(Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR);

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;
    private final boolean json;
    private final boolean quiet;
    private final boolean verbose;

    Output(Surroundings surroundings, Arguments arguments) {
        this.out = surroundings.out();
        this.err = surroundings.err();
        this.colours = surroundings.showsColours() && !arguments.has(CommonOptions.NO_COLOR);
        this.json = arguments.has(CommonOptions.JSON);
        this.quiet = arguments.has(CommonOptions.QUIET);
        this.verbose = arguments.has(CommonOptions.VERBOSE);
    }

    /** Colours of a terminal. */
    public enum Colour {
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        BOLD("\u001b[1m");

        private final String start;

        Colour(String start) {
            this.start = start;
        }
    }

    /** True if the result is to be one JSON object. */
    public boolean isJson() {
        return json;
    }

    /** Writes a line of the result. */
    public void line(String text) {
        out.println(shown(text));
    }

    /** Writes a line of the result that begins with a coloured word. */
    public void line(Colour colour, String word, String rest) {
        out.println((colours ? colour.start + shown(word) + END_OF_COLOUR : shown(word)) + shown(rest));
    }

    /** Writes a line of the result: a name in a column of its own, and a text. */
    public void entry(String name, String text) {
        line(String.format("  %-13s", name) + text);
    }

    /** Writes a text of a stranger that is the result itself, and keeps its lines. */
    public void text(String lines) {
        for (String line : lines.split("\n", -1)) {
            line(line);
        }
    }

    /** Writes the result as one JSON object. */
    public void json(Map<String, ?> object) {
        out.println(JsonText.of(object));
    }

    /** Writes a line to standard error, unless {@code --quiet}. */
    public void note(String text) {
        if (!quiet) {
            err.println(shown(text));
        }
    }

    /** Writes a line to standard error, with {@code --verbose} alone. */
    public void detail(String text) {
        if (verbose && !quiet) {
            err.println(shown(text));
        }
    }

    /** The text as one line, with control characters and line ends as their code. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (UNSHOWN.contains((byte) Character.getType(c))) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
