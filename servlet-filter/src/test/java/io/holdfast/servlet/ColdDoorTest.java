package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real door, just opened, that all its callers come to at once. */
@Tag("tomcat-9")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ColdDoorTest {
    @TempDir
    private Path directory;

    private DoorFixture at;

    @BeforeEach
    void start() throws Exception {
        at = new DoorFixture(
                directory,
                (empty, server, settings) ->
                        TomcatServer.start(empty, server, TestWar.of("javax").guardedByFilter(settings)));
    }

    @AfterEach
    void stop() throws Exception {
        at.close();
    }

    @Test
    @DisplayName("E11 a cold door answers 200 to each of 200 good requests that come before its first keys")
    void answersEveryoneOfABurst() throws Exception {
        for (int clients : new int[] {60, 200}) {
            assertThat(burst(clients)).containsExactly(Map.entry(200, clients));
        }
    }

    /** How many got which status, from an authorization server that needs half a second. */
    private Map<Integer, Integer> burst(int clients) throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        at.authorizationServer.reset();
        at.authorizationServer.hold(FakeAuthorizationServer.JWKS_PATH, answering);
        CyclicBarrier together = new CyclicBarrier(
                clients,
                () -> CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                        .execute(answering::countDown));
        SSLContext context = at.context(at.pki.serverA()); // one for all, so that they resume its session
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        Map<Integer, Integer> statuses = new TreeMap<>();
        // The handshakes of all clients take the time of a slow machine, and the keys must not come before them.
        try (Door door = at.open(at.settings("responseTimeoutMillis", "60000"))) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                RawRequest request = RawRequest.get("/api/echo").bearer(at.token());
                answers.add(threads.submit(() -> {
                    try (RawHttpsClient client =
                            RawHttpsClient.connect(door.secure(), context, null)) {
                        together.await(60, TimeUnit.SECONDS);
                        return client.send(request).status();
                    }
                }));
            }
            for (Future<Integer> answer : answers) {
                statuses.merge(answer.get(60, TimeUnit.SECONDS), 1, Integer::sum);
            }
        } finally {
            answering.countDown();
            threads.shutdownNow();
        }
        return statuses;
    }
}
