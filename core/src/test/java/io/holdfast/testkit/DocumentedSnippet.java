package io.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A snippet of the documentation, as a reader would copy it: the fenced block after the comment
 * {@code <!-- snippet: name -->}. Tests run it, so that it cannot rot.
 */
public final class DocumentedSnippet {
    private DocumentedSnippet() {}

    /**
     * The text of a snippet.
     *
     * @param document its path below the project's root, as in {@code README.md}
     */
    public static String read(String document, String name) {
        Pattern block = Pattern.compile(
                "<!-- snippet: " + Pattern.quote(name) + " -->\\s*```[a-z]*\\n(.*?)\\n```", Pattern.DOTALL);
        Matcher found = block.matcher(text(document));
        if (!found.find()) {
            throw new AssertionError(document + " has no snippet '" + name + "'.");
        }
        return found.group(1);
    }

    /** A whole document. */
    public static String text(String document) {
        try {
            return Files.readString(Path.of(System.getProperty("holdfast.root"), document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
