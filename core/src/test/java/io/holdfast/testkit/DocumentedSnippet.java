package io.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /**
     * The text of a snippet with what a test has in the place of what it shows.
     *
     * @param here what to write by what is shown; each of these has to be there
     */
    public static String read(String document, String name, Map<String, String> here) {
        return replaced(read(document, name), here);
    }

    /** Replaces in lines that were read already. */
    static String replaced(String text, Map<String, String> here) {
        for (String shown : here.keySet()) {
            if (!text.contains(shown)) {
                throw new AssertionError("The snippet does not show " + shown + ": " + text);
            }
        }
        Pattern any = Pattern.compile(here.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        return any.matcher(text).replaceAll(found -> Matcher.quoteReplacement(here.get(found.group())));
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
