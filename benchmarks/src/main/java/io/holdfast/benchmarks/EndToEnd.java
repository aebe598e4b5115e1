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
 * What the filter takes from a server's throughput: requests over TLS with client certificates and kept connections, to one
 * servlet behind the filter and to the same without, in turns in one JVM. Client and server share the machine, so the
 * filter's part looks smaller than it is to a server alone: the client costs about as much.
 */
public final class EndToEnd {
    private static final int CLIENTS = 2;
    private static final int ROUNDS = Integer.getInteger("benchmarks.rounds", 10);
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(3_000);
    private static final int TOKENS_OF_A_CLIENT = 50;

    private EndToEnd() {}

    /** Takes no arguments. */
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
        List<KeptConnection> open = new ArrayList<>();
        List<KeptConnection> guarded = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            open.add(KeptConnection.open(context, port, "/open", tokens));
            guarded.add(KeptConnection.open(context, port, "/guarded", tokens));
        }
        double withFilter = 0;
        double without = 0;
        for (int round = -3; round < ROUNDS; round++) {
            double ofOpen = perSecond(open, threads);
            double ofGuarded = perSecond(guarded, threads);
            if (round >= 0) {
                without += ofOpen;
                withFilter += ofGuarded;
                System.out.printf(
                        "| %d | %,.0f | %,.0f | %.1f %% |%n", round + 1, ofOpen, ofGuarded, 100 * ofGuarded / ofOpen);
            }
        }
        System.out.printf(
                "| all | %,.0f | %,.0f | %.1f %% |%n",
                without / ROUNDS, withFilter / ROUNDS, 100 * withFilter / without);
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
