package io.holdfast.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures everything side by side in one run and prints one table in Markdown. With {@code -Dbenchmarks.all=true} it takes
 * more algorithms for every provider, more live tokens and more time.
 */
public final class Benchmarks {
    private final boolean all = Boolean.getBoolean("benchmarks.all");
    private final List<RunResult> results = new ArrayList<>();

    private Benchmarks() {}

    /** Runs all benchmarks; takes no arguments. */
    public static void main(String[] arguments) throws RunnerException {
        Benchmarks benchmarks = new Benchmarks();
        benchmarks.run();
        System.out.println(Table.of(benchmarks.results));
    }

    private void run() throws RunnerException {
        String[] libraries = {"bare", "jose4j", "nimbus", "spring", "holdfast"};
        String[] algorithms = {"RS256", "PS256", "ES256", "EdDSA"};
        measure(libraries, new String[] {"RS256", "PS256", "ES256"}, new String[] {"1"}, "platform", 1);
        String[] withEdwards = {"bare", "jose4j", "holdfast"}; // Nimbus needs another library for it
        measure(withEdwards, new String[] {"EdDSA"}, new String[] {"1"}, "platform", 1);
        List<String> providers = new ArrayList<>(List.of("AmazonCorrettoCryptoProvider", "BC"));
        if (Fips.isThere()) {
            providers.add(Fips.NAME);
        }
        for (String provider : providers) {
            String[] some = all || provider.startsWith("A") ? algorithms : new String[] {"RS256", "ES256"};
            measure(new String[] {"holdfast"}, some, new String[] {"1"}, provider, 1);
        }
        String[] live = all ? new String[] {"1", "10000", "100000"} : new String[] {"1", "10000"};
        measure(new String[] {"seen"}, new String[] {"RS256"}, live, "platform", 1);
        measure(new String[] {"seen"}, new String[] {"RS256"}, live, "platform", 2);
        measure(new String[] {"bare", "holdfast"}, new String[] {"RS256"}, new String[] {"1"}, "platform", 2);
    }

    private void measure(String[] by, String[] algorithms, String[] tokens, String provider, int threads)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Decision.class.getName() + "\\.")
                .threads(threads)
                .param("by", by)
                .param("algorithm", algorithms)
                .param("tokens", tokens)
                .param("provider", provider)
                .forks(all ? 3 : 1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .addProfiler(GCProfiler.class);
        Collection<RunResult> measured = new Runner(options.build()).run();
        measured.forEach(result -> System.err.println(Table.row(result)));
        results.addAll(measured);
    }
}
