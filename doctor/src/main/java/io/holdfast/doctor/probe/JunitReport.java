package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report as JUnit's XML: a suite for each group, a case for each check. A check without a verdict is a skipped case. */
final class JunitReport {
    private final ProbeReport report;
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private JunitReport(ProbeReport report) {
        this.report = report;
    }

    static String of(ProbeReport report) {
        return new JunitReport(report).text();
    }

    private String text() {
        Map<String, List<Result>> groups = new LinkedHashMap<>();
        for (Result result : report.results()) {
            groups.computeIfAbsent(result.check().group(), group -> new ArrayList<>())
                    .add(result);
        }
        xml.append("<testsuites name=\"holdfast probe\">\n");
        groups.forEach(this::suite);
        return xml.append("</testsuites>\n").toString();
    }

    private void suite(String group, List<Result> results) {
        long failures = results.stream().filter(this::isFailure).count();
        long skipped =
                results.stream().filter(result -> skipped(result) != null).count();
        xml.append("  <testsuite name=\"").append(group).append("\" tests=\"").append(results.size());
        xml.append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"0\" skipped=\"")
                .append(skipped);
        xml.append("\">\n");
        results.forEach(this::testcase);
        xml.append("  </testsuite>\n");
    }

    private void testcase(Result result) {
        Check check = result.check();
        xml.append("    <testcase classname=\"holdfast.probe.")
                .append(check.group())
                .append("\" name=\"");
        xml.append(escaped(check + " " + check.expectation())).append('"');
        String skipped = skipped(result);
        String stale = stale(result);
        String seen = escaped(report.shown(stale != null ? stale : result.seen()));
        if (skipped != null) {
            xml.append(">\n      <skipped message=\"").append(escaped(skipped)).append("\"/>\n    </testcase>\n");
        } else if (isFailure(result)) {
            xml.append(">\n      <failure type=\"").append(check.severity()).append("\" message=\"");
            xml.append(escaped(check.headline())).append("\">").append(seen);
            xml.append("</failure>\n    </testcase>\n");
        } else {
            xml.append("/>\n");
        }
    }

    private boolean isFailure(Result result) {
        return stale(result) != null
                || (result.verdict().isFinding() && report.known(result).isEmpty());
    }

    /** The reason why a check counts neither way; null if it does. */
    private @Nullable String skipped(Result result) {
        if (result.verdict() == Verdict.NOT_JUDGED) {
            return report.shown(result.seen());
        }
        return report.known(result).map(reason -> "known: " + reason).orElse(null);
    }

    private @Nullable String stale(Result result) {
        return report.stale().stream()
                .filter(entry -> entry.check == result.check())
                .map(entry -> entry.staleWords())
                .findFirst()
                .orElse(null);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c <= '~' && "<>&\"".indexOf(c) < 0;
            escaped.append(plain ? String.valueOf(c) : c < ' ' ? "?" : "&#" + (int) c + ";");
        }
        return escaped.toString();
    }
}
