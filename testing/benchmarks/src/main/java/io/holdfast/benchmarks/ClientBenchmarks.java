package io.holdfast.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures what a token adds to the requests of each client, in one run, and prints one table in Markdown. */
public final class ClientBenchmarks {
    private static final Map<String, String> NAMES = Map.of(
            "classic", "**Holdfast**, HttpClient 5, classic",
            "async", "**Holdfast**, HttpClient 5, asynchronous",
            "httpclient4", "**Holdfast**, HttpClient 4.5",
            "spring", "Spring Security's interceptor, `RestClient` on HttpClient 5");

    private ClientBenchmarks() {}

    /** Runs them; takes no arguments. */
    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + ClientCost.class.getName() + "\\.")
                        .param("client", "classic", "async", "httpclient4", "spring")
                        .param("token", "false", "true")
                        .forks(3) // a JVM may compile the chain otherwise than the next: by up to 300 ns and 200 bytes
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(3))
                        .measurementIterations(7)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        System.out.println(table(results));
    }

    private static String table(Collection<RunResult> results) {
        StringBuilder table =
                new StringBuilder("| who adds the token | ns without | ns with | ns added | bytes without |"
                        + " bytes with | bytes added |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (String client : List.of("classic", "async", "httpclient4", "spring")) {
            RunResult plain = result(results, client, "false");
            RunResult with = result(results, client, "true");
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f |%n",
                    NAMES.get(client),
                    nanos(plain),
                    nanos(with),
                    nanos(with) - nanos(plain),
                    bytes(plain),
                    bytes(with),
                    bytes(with) - bytes(plain)));
        }
        return table.toString();
    }

    private static RunResult result(Collection<RunResult> results, String client, String token) {
        return results.stream()
                .filter(result -> result.getParams().getParam("client").equals(client)
                        && result.getParams().getParam("token").equals(token))
                .findFirst()
                .orElseThrow();
    }

    private static double nanos(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static double bytes(RunResult result) {
        for (Map.Entry<String, ?> secondary : result.getSecondaryResults().entrySet()) {
            if (secondary.getKey().equals("gc.alloc.rate.norm")) {
                return ((Result<?>) secondary.getValue()).getStatistics().getPercentile(50);
            }
        }
        throw new IllegalStateException("The profiler gc has counted nothing.");
    }
}
