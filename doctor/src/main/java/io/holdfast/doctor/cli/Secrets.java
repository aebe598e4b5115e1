package io.holdfast.doctor.cli;

import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.PasswordSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what must not stand on the command line, where every process can see it: from a file, from standard input, or
 * from a person at a terminal.
 */
public final class Secrets {
    private static final int LARGEST_TEXT = 256 * 1024;
    private static final String STANDARD_INPUT = "-";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Surroundings surroundings;
    private @Nullable String reader;

    Secrets(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The path that an option names. */
    public static Path path(Object option, String value) throws UsageException {
        try {
            return Paths.get(value);
        } catch (InvalidPathException e) {
            throw new UsageException("The value of " + option + " is no path of a file.");
        }
    }

    /** The text of a file, or of standard input for {@code -}; without space around it. */
    public String text(Option option, String fileOrInput) throws UsageException {
        byte[] content = bytes(option, fileOrInput);
        String text = decoded(content);
        Arrays.fill(content, (byte) 0);
        return text;
    }

    /** The bytes of a file, or of standard input for {@code -}, as they are. */
    public byte[] bytes(Option option, String fileOrInput) throws UsageException {
        if (fileOrInput.equals(STANDARD_INPUT)) {
            return inputBytes(option.name());
        }
        try {
            return SmallFile.read(path(option, fileOrInput), LARGEST_TEXT);
        } catch (UnreadableFileException e) {
            throw new UsageException("The file of " + option + " cannot be used. " + e.getMessage());
        }
    }

    /** All of standard input, without space around it. It can be read once. */
    public String standardInput(String option) throws UsageException {
        return decoded(inputBytes(option));
    }

    /** Without the mark that editors on Windows and PowerShell 5 put before UTF-8, and without space around. */
    private static String decoded(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).trim();
    }

    private byte[] inputBytes(String option) throws UsageException {
        if (reader != null) {
            throw new UsageException("Both " + reader + " and " + option
                    + " are to be read from standard input. Name a file for one of them.");
        }
        reader = option;
        try {
            byte[] content = surroundings.in().readNBytes(LARGEST_TEXT + 1);
            if (content.length > LARGEST_TEXT) {
                throw new UsageException("Standard input, for " + option + ", is longer than " + LARGEST_TEXT
                        + " bytes: that is not what it should be.");
            }
            return content;
        } catch (IOException e) {
            throw new UsageException("Standard input, for " + option + ", cannot be read ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    /**
     * The password of something: from the file of an option, from standard input, or from a person. It is read or asked
     * for once, when it is needed.
     */
    public PasswordSource password(Option option, @Nullable String fileOrInput, String of) {
        if (fileOrInput != null && !fileOrInput.equals(STANDARD_INPUT)) {
            return () -> PasswordSource.file(readable(option, fileOrInput)).password();
        }
        return new PasswordSource() {
            private char @Nullable [] answer;

            @Override
            public char[] password() throws KeyMaterialException {
                char[] known = answer;
                if (known == null) {
                    known = fileOrInput != null ? firstLine(option) : asked(option, of);
                    answer = known;
                }
                return known.clone();
            }
        };
    }

    private static Path readable(Option option, String file) throws KeyMaterialException {
        try {
            return path(option, file);
        } catch (UsageException e) {
            throw new KeyMaterialException(String.valueOf(e.getMessage()));
        }
    }

    private char[] firstLine(Option option) throws KeyMaterialException {
        try {
            return standardInput(option.name()).split("\\R", 2)[0].toCharArray();
        } catch (UsageException e) {
            throw new KeyMaterialException(String.valueOf(e.getMessage()));
        }
    }

    private char[] asked(Option option, String of) throws KeyMaterialException {
        Surroundings.Prompt prompt = surroundings.prompt();
        char[] answer = prompt != null ? prompt.secret("Password of " + of) : null;
        if (answer == null) {
            throw new KeyMaterialException("The password of " + of + " is missing, and there is no terminal to ask for"
                    + " it. Write it into the first line of a file and name that: " + option.synopsis() + ".");
        }
        return answer;
    }
}
