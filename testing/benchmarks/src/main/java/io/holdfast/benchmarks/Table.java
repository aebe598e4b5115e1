package io.holdfast.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Results as a table in Markdown, with ratios to the bare check of the same algorithm and number of threads. Times are
 * medians, because a mean includes everything else that the machine does.
 */
final class Table {
    private static final Map<String, String> NAMES = Map.of(
            "bare", "bare JDK",
            "jose4j", "jose4j",
            "nimbus", "Nimbus",
            "spring", "Spring Security",
            "holdfast", "**Holdfast**, new token",
            "seen", "**Holdfast**, token seen before");

    private Table() {}

    static String of(Collection<RunResult> results) {
        Map<String, Double> bare = new HashMap<>();
        results.stream()
                .filter(result -> param(result, "by").equals("bare"))
                .forEach(result -> bare.put(group(result), nanos(result)));
        StringBuilder table = new StringBuilder(
                "| who | algorithm | provider | live tokens | threads | ns (median) | ns (90 %) | to bare |"
                        + " bytes |\n| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        List<RunResult> sorted = results.stream()
                .sorted(Comparator.comparing(
                                (RunResult result) -> result.getParams().getThreads())
                        .thenComparing(result -> param(result, "algorithm"), Comparator.reverseOrder())
                        .thenComparing(Table::nanos))
                .toList();
        for (RunResult result : sorted) {
            Double limit = bare.get(group(result));
            table.append(line(result, limit == null ? "" : format("%.2f", nanos(result) / limit)))
                    .append('\n');
        }
        return table.toString();
    }

    /** One result, as a row of its own. */
    static String row(RunResult result) {
        return line(result, "");
    }

    private static String line(RunResult result, String ratio) {
        Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return format(
                "| %s | %s | %s | %s | %d | %,.0f | %s | %s | %s |",
                NAMES.getOrDefault(param(result, "by"), ""),
                param(result, "algorithm"),
                param(result, "provider"),
                param(result, "by").equals("seen") ? param(result, "tokens") : "",
                result.getParams().getThreads(),
                nanos(result),
                format("%,.0f", result.getPrimaryResult().getStatistics().getPercentile(90)),
                ratio,
                bytes == null ? "" : format("%,.0f", bytes.getScore()));
    }

    private static String group(RunResult result) {
        return param(result, "algorithm") + result.getParams().getThreads();
    }

    private static double nanos(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static String param(RunResult result, String name) {
        return result.getParams().getParam(name);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
