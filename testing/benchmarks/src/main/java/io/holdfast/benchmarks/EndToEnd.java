package io.holdfast.benchmarks;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Measures the filter's cost in a server's throughput. Requests over TLS, with client certificates and kept
 * connections, go to a servlet in turns in one JVM: without the filter, without it but reading header and certificate
 * from Tomcat, and behind the filter. Client and server share the machine, so the filter's share looks smaller than on
 * a server alone: the client costs about as much.
 */
public final class EndToEnd {
    private static final int CLIENTS = 2;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = Integer.getInteger("benchmarks.rounds", 11);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int TOKENS_OF_A_CLIENT = 50;

    private EndToEnd() {}

    /** Runs the comparison; takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("holdfast-end-to-end");
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (FakeAuthorizationServer authorizationServer = FakeAuthorizationServer.start(Issuer.PKI.server());
                GuardedServer server = GuardedServer.start(directory, authorizationServer.issuer())) {
            measure(server.port(), authorizationServer.tokens(), threads);
        } finally {
            threads.shutdownNow();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(int port, TestTokens issuer, ExecutorService threads) throws Exception {
        SSLContext context =
                Issuer.PKI.serverA().clientContext(Issuer.PKI.authority().certificate());
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < TOKENS_OF_A_CLIENT; i++) {
            tokens.add(issuer.boundTo(Issuer.PKI.serverA())
                    .claim("exp", System.currentTimeMillis() / 1000 + 3600)
                    .compact());
        }
        List<List<KeptConnection>> ways = new ArrayList<>();
        for (String path : new String[] {"/open", "/certificate", "/guarded"}) {
            List<KeptConnection> connections = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                connections.add(KeptConnection.open(context, port, path, tokens));
            }
            ways.add(connections);
        }
        System.out.println("requests a second | without | which asks for header and certificate | with the filter");
        List<double[]> rounds = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            double[] perSecond = new double[ways.size()];
            for (int way = 0; way < ways.size(); way++) {
                int turn = (way + round + WARM_UPS) % ways.size(); // so that no variant is always first
                perSecond[turn] = perSecond(ways.get(turn), threads);
            }
            if (round >= 0) {
                rounds.add(perSecond);
                System.out.printf(
                        "| %d | %,.0f | %,.0f | %,.0f |%n", round + 1, perSecond[0], perSecond[1], perSecond[2]);
            }
        }
        System.out.printf(
                "| median | %,.0f | %,.0f | %,.0f |%n", median(rounds, 0), median(rounds, 1), median(rounds, 2));
        System.out.printf(
                "With the filter: %.1f %% of without, %.1f %% of without but asking Tomcat for the same.%n",
                100 * median(rounds, 2) / median(rounds, 0), 100 * median(rounds, 2) / median(rounds, 1));
    }

    private static double median(List<double[]> rounds, int way) {
        double[] sorted =
                rounds.stream().mapToDouble(round -> round[way]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double perSecond(List<KeptConnection> connections, ExecutorService threads) throws Exception {
        long start = System.nanoTime();
        List<Callable<Long>> clients = new ArrayList<>();
        connections.forEach(connection -> clients.add(() -> connection.askUntil(start + ROUND_NANOS)));
        long requests = 0;
        for (Future<Long> client : threads.invokeAll(clients)) {
            requests += client.get();
        }
        return requests * 1e9 / (System.nanoTime() - start);
    }
}
