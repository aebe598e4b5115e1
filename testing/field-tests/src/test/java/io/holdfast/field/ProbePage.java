package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of {@code docs/probe.md} about servers that nobody here wrote. A run replaces the rows of its servers. */
final class ProbePage {
    private static final Path PAGE = Path.of(System.getProperty("holdfast.root"), "docs", "probe.md");
    private static final String BEGIN = "<!-- generated: probed -->\n";
    private static final String END = "<!-- end of probed -->";

    private ProbePage() {}

    static void write(ProbedServer server, Map<String, Object> report) throws IOException {
        String text = Files.readString(PAGE);
        int from = text.indexOf(BEGIN);
        int to = text.indexOf(END);
        if (from < 0 || to < from) {
            throw new AssertionError(PAGE + " lacks " + BEGIN.trim() + " or " + END);
        }
        String[] lines = text.substring(from + BEGIN.length(), to).trim().split("\n", -1);
        Map<String, String> rows = new LinkedHashMap<>();
        for (ProbedServer one : ProbedServer.values()) {
            for (String line : lines) {
                if (line.startsWith("| " + one.title + " |")) {
                    rows.put(one.title, line);
                }
            }
            if (one == server) {
                rows.put(one.title, row(server, report));
            }
        }
        Files.writeString(
                PAGE,
                text.substring(0, from) + BEGIN + "\n" + lines[0] + "\n" + lines[1] + "\n"
                        + String.join("\n", rows.values()) + "\n\n" + text.substring(to));
    }

    private static String row(ProbedServer server, Map<String, Object> report) {
        boolean proven = Boolean.TRUE.equals(((Map<?, ?>) report.get("binding")).get("proven"));
        return "| "
                + String.join(
                        " | ",
                        server.title,
                        ProbedServer.versions(server),
                        String.join(" ", ProbedServersTest.ids(report, "fail")),
                        String.join(" ", ProbedServersTest.ids(report, "warn")),
                        following(report),
                        proven ? "proven" : "not proven")
                + " |";
    }

    private static String following(Map<String, Object> report) {
        return ((List<?>) report.get("checks"))
                .stream()
                        .map(check -> (Map<?, ?>) check)
                        .filter(check -> String.valueOf(check.get("seen")).startsWith("follows from"))
                        .map(check -> String.valueOf(check.get("id")))
                        .collect(Collectors.joining(" "));
    }
}
