package io.holdfast.field;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of {@code docs/where-it-runs.md}, of which a run replaces the rows of its own servers only. */
final class WhereItRuns {
    private static final Path DOCUMENT = Path.of(System.getProperty("holdfast.root"), "docs", "where-it-runs.md");

    private WhereItRuns() {}

    static void write(FieldServer server, RightDoor right, Map<Trial, Outcome> outcomes) throws IOException {
        String text = Files.readString(DOCUMENT);
        text = withRow(
                text,
                "shown",
                server,
                List.of(
                        "`" + server.id() + "`",
                        System.getProperty("java.version"),
                        server.namespace().name,
                        outcomes.containsKey(Trial.VALVE) ? "filter, valve" : "filter",
                        versions(right.shown()),
                        LocalDate.now(ZoneOffset.UTC).toString()));
        text = withRow(text, "shut", server, cells(outcomes, Trial.Kind.SHUT));
        text = withRow(text, "out of reach", server, cells(outcomes, Trial.Kind.OUT_OF_REACH));
        Files.writeString(DOCUMENT, text);
    }

    private static List<String> cells(Map<Trial, Outcome> outcomes, Trial.Kind kind) {
        List<String> cells = new ArrayList<>();
        for (Trial trial : Trial.values()) {
            if (trial.kind == kind) {
                @Nullable Outcome outcome = outcomes.get(trial);
                cells.add(outcome == null ? "–" : outcome.summary());
            }
        }
        return cells;
    }

    private static String versions(Map<Protocol, Version> shown) {
        boolean both = shown.get(Protocol.TLS_13_HTTP_2) == Version.HTTP_2;
        return "TLS 1.2 and 1.3, HTTP/1.1 and 2" + (both ? "" : " (2 over TLS 1.2 only)");
    }

    private static String withRow(String text, String table, FieldServer server, List<String> cells) {
        String begin = "<!-- generated: " + table + " -->\n";
        String end = "<!-- end of " + table + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new AssertionError(DOCUMENT + " lacks " + begin.trim() + " or " + end);
        }
        String[] lines = text.substring(from + begin.length(), to).trim().split("\n", -1);
        Map<Integer, String> rows = new TreeMap<>();
        for (int i = 2; i < lines.length; i++) {
            rows.put(place(lines[i]), lines[i]);
        }
        String row = "| " + server.title() + " | " + String.join(" | ", cells) + " |";
        rows.put(place(row), row);
        return text.substring(0, from) + begin + "\n" + lines[0] + "\n" + lines[1] + "\n"
                + String.join("\n", rows.values()) + "\n\n" + text.substring(to);
    }

    /** Where the row stands: as its server in the list. */
    private static int place(String row) {
        for (int i = 0; i < FieldServer.ALL.size(); i++) {
            if (row.startsWith("| " + FieldServer.ALL.get(i).title() + " |")) {
                return i;
            }
        }
        throw new AssertionError("No server of the list has this row in " + DOCUMENT + ": " + row);
    }
}
