package io.holdfast.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sight of the application behind a door, as lines of {@code name=value}, by which the test applications of both
 * servlet namespaces answer the contract tests. It counts the calls, too; the servers run in this JVM.
 */
public final class AppReport {

    private static final AtomicInteger HITS = new AtomicInteger();

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Calls of the application in this JVM. */
    public static int hits() {
        return HITS.get();
    }

    /** Counts one call. */
    public static void hit() {
        HITS.incrementAndGet();
    }

    public static AppReport parse(String body) {
        AppReport report = new AppReport();
        body.lines().filter(line -> line.contains("=")).forEach(line -> {
            String[] parts = line.split("=", 2);
            report.values.put(parts[0], parts[1]);
        });
        return report;
    }

    public AppReport put(String name, @Nullable Object value) {
        values.put(name, String.valueOf(value));
        return this;
    }

    /** The value; the text {@code null} for null; null if it was not reported. */
    public @Nullable String get(String name) {
        return values.get(name);
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
