package io.holdfast.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the runs have shown, and its place on the page. A run replaces the rows of its own libraries only. */
final class ResultTable {
    /** The page shows runs with so many calls on each thread, or more. */
    static final int CALLS_SHOWN = 2000;

    private static final Path PAGE = Path.of(System.getProperty("holdfast.root"), "docs", "in-your-framework.md");
    private static final String BEGIN = "<!-- generated: frameworks -->\n";
    private static final String END = "<!-- end of frameworks -->";
    private static final String HEAD = """
            | library | version | HTTP client | lines | rotations | calls | failures |
            | --- | --- | --- | ---: | ---: | ---: | ---: |
            """;

    private final Map<Library, String> rows = new EnumMap<>(Library.class);

    /** Adds a row, which it returns. */
    String add(Library library, PageProgram program, Load load) {
        String row = "| " + library.title + " | " + program.version(library.artifact) + " | "
                + client(program) + " | " + program.lines() + " | " + load.rotations() + " | "
                + String.format(Locale.ROOT, "%,d", load.calls()) + " | " + load.failures() + " |";
        rows.put(library, row);
        return row;
    }

    private static String client(PageProgram program) {
        if (!program.version("okhttp").isEmpty()) {
            return "OkHttp " + program.version("okhttp");
        }
        String old = program.version("httpclient");
        return "HttpClient " + (old.isEmpty() ? program.version("httpclient5") : old);
    }

    @Override
    public String toString() {
        return HEAD + String.join("\n", rows.values());
    }

    void writeToPage() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN);
        int to = page.indexOf(END);
        if (from < 0 || to < from) {
            throw new AssertionError(PAGE + " lacks " + BEGIN.trim() + " or " + END);
        }
        Map<Library, String> all = new TreeMap<>();
        for (Library library : Library.values()) {
            page.substring(from, to)
                    .lines()
                    .filter(line -> line.startsWith("| " + library.title + " |"))
                    .forEach(line -> all.put(library, line));
        }
        all.putAll(rows);
        Files.writeString(
                PAGE,
                page.substring(0, from) + BEGIN + "\n" + HEAD + String.join("\n", all.values()) + "\n\n"
                        + page.substring(to));
    }
}
