package io.holdfast.doctor.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An option of a command, as it is parsed and as {@code --help} shows it. Immutable. */
public final class Option {
    private final String name;
    private final @Nullable String letter;
    private final @Nullable String placeholder;
    private final boolean repeatable;
    private final String text;

    private Option(
            String name, @Nullable String letter, @Nullable String placeholder, boolean repeatable, String text) {
        this.name = name;
        this.letter = letter;
        this.placeholder = placeholder;
        this.repeatable = repeatable;
        this.text = text;
    }

    /** An option without a value, for example {@code --json}. */
    public static Option flag(String name, String text) {
        return new Option(name, null, null, false, text);
    }

    /** An option with a value, for example {@code --keystore FILE}. It may stand once. */
    public static Option value(String name, String placeholder, String text) {
        return new Option(name, null, Objects.requireNonNull(placeholder), false, text);
    }

    /** An option with a value that may stand several times. */
    public static Option values(String name, String placeholder, String text) {
        return new Option(name, null, Objects.requireNonNull(placeholder), true, text);
    }

    /** This option with a short name, for example {@code -q}. */
    public Option letter(String shortName) {
        return new Option(name, shortName, placeholder, repeatable, text);
    }

    /** The long name with its hyphens. */
    public String name() {
        return name;
    }

    /** One line of explanation. */
    public String text() {
        return text;
    }

    /** True if a value follows. */
    public boolean takesValue() {
        return placeholder != null;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    boolean isNamed(String argument) {
        return argument.equals(name) || argument.equals(letter);
    }

    /** The form in {@code --help}: {@code -X, --method METHOD}. */
    String synopsis() {
        return (letter != null ? letter + ", " : "") + name + (placeholder != null ? " " + placeholder : "");
    }

    @Override
    public String toString() {
        return name;
    }
}
