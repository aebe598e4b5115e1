package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report for a person. */
final class TextReport {
    private static final String INDENT = "        ";

    private final ProbeReport report;
    private final String again;
    private final Function<Result, List<String>> curl;
    private final List<String> lines = new ArrayList<>();

    private TextReport(ProbeReport report, String again, Function<Result, List<String>> curl) {
        this.report = report;
        this.curl = curl;
        this.again = again;
    }

    /**
     * Writes the report.
     *
     * @param again the command line of this run, to which {@code --only} can be added
     * @param curl the lines of curl for a finding, if they are wanted
     */
    static List<String> of(ProbeReport report, String again, Function<Result, List<String>> curl) {
        TextReport text = new TextReport(report, again, curl);
        text.head();
        text.controls();
        text.findings();
        text.known();
        text.passes();
        text.rest();
        text.summary();
        return text.lines.stream().map(report::shown).collect(Collectors.toList());
    }

    private void head() {
        Place place = report.settings().place;
        lines.add(place.host() + ":" + place.port() + "  GET " + place.target() + "  run " + report.settings().runId
                + ", " + report.requests() + " requests, User-Agent "
                + report.settings().userAgent());
        lines.add("");
    }

    private void controls() {
        String label = "controls";
        for (Result result : report.results()) {
            if (result.check().isControl() && result.check() != Check.C5) {
                lines.add(String.format("  %-10s  %-3s ", label, result.check())
                        + result.check().expectation() + ": " + result.seen());
                label = "";
            }
        }
        lines.add("");
    }

    private void findings() {
        for (Result result : report.findings()) {
            Check check = result.check();
            lines.add(String.format(
                    "  %-4s  %-3s %-8s  %s",
                    result.verdict().toString().toUpperCase(Locale.ROOT), check, check.severity(), check.headline()));
            lines.add(INDENT + result.seen());
            lines.add(INDENT + check.level() + (check.source().isEmpty() ? "" : ", " + check.source()) + ". To do: "
                    + check.advice() + ".");
            report.settings()
                    .known
                    .about(check)
                    .forEach(other -> lines.add(INDENT + "Known was another one: " + other.seen));
            lines.add(INDENT + "again:  " + again + " --only " + check);
            curl.apply(result).forEach(line -> lines.add(INDENT + "curl:   " + line));
        }
    }

    private void known() {
        for (Result result : report.results()) {
            report.known(result)
                    .ifPresent(reason -> lines.add(String.format("  known %-3s ", result.check()) + result.seen()
                            + " Borne because: " + reason));
        }
        report.stale().forEach(entry -> lines.add("  STALE " + entry.staleWords()));
    }

    private void passes() {
        List<Result> passed = report.with(Verdict.PASS);
        passed.removeIf(result -> result.check().isControl());
        line("pass", passed, false, "");
        line("pass", passed, true, "  refused by TLS before any request was answered");
        for (Result result : report.with(Verdict.NOTE)) {
            lines.add(String.format("  %-4s  %-3s ", "note", result.check())
                    + result.check().expectation() + ": " + result.seen());
        }
    }

    private void line(String word, List<Result> results, boolean byTls, String rest) {
        String ids = results.stream()
                .filter(result -> result.refusal().equals("tls") == byTls)
                .map(result -> result.check().name())
                .collect(Collectors.joining(" "));
        if (!ids.isEmpty()) {
            lines.add("  " + word + "  " + ids + rest);
        }
    }

    private void rest() {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (Result result : report.with(Verdict.NOT_JUDGED)) {
            if (!result.check().isControl()) {
                reasons.computeIfAbsent(result.seen(), why -> new ArrayList<>())
                        .add(result.check().name());
            }
        }
        reasons.forEach((why, ids) -> lines.add("  ----  " + String.join(" ", ids) + "  not judged: " + why));
    }

    private void summary() {
        lines.add("");
        lines.add("binding     " + (report.binding().isProven() ? "PROVEN      " : "NOT PROVEN  ")
                + report.binding().reason());
        long known = report.results().stream()
                .filter(result -> report.known(result).isPresent())
                .count();
        lines.add(count(findings(Verdict.FAIL)) + " failed, " + count(findings(Verdict.WARN)) + " warnings, "
                + (known == 0 ? "" : known + " known, ")
                + count(report.with(Verdict.PASS)) + " passed, "
                + count(report.with(Verdict.NOT_JUDGED)) + " not judged");
        if (report.findings().isEmpty() && known == 0 && report.isJudged()) {
            lines.add("No mistake was found by these checks. That is no proof that there is none.");
        }
    }

    private List<Result> findings(Verdict verdict) {
        List<Result> findings = report.findings();
        findings.removeIf(result -> result.verdict() != verdict);
        return findings;
    }

    private static long count(List<Result> results) {
        return results.stream()
                .filter(result ->
                        !result.check().isControl() || result.verdict().isFinding())
                .count();
    }
}
