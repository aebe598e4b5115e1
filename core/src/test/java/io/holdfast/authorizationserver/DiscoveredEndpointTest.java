package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Await;
import io.holdfast.testkit.SettableClock;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DiscoveredEndpointTest {
    private static final String ISSUER = "https://login.example.com";
    private static final String PLACE = ISSUER + "/introspect";
    private static final int THREADS = 20;

    private final SettableClock clock = SettableClock.atPresent();
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile CountDownLatch answering = new CountDownLatch(1);
    private volatile boolean down;

    private final DiscoveredEndpoint endpoint = DiscoveredEndpoint.ofIntrospection(
            ISSUER, new MetadataDiscovery(address -> metadata()), ClientAuthentication.PRIVATE_KEY_JWT, clock.ticker());

    private String metadata() throws AuthorizationServerException {
        asked.incrementAndGet();
        try {
            assertThat(answering.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (down) {
            throw new AuthorizationServerException("no answer", new ConnectException());
        }
        return "{\"issuer\":\"" + ISSUER + "\",\"introspection_endpoint\":\"" + PLACE + "\"}";
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private String outcome() {
        try {
            return endpoint.uri().toString();
        } catch (AuthorizationServerException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What so many threads are told that come while the first of them asks. */
    private List<String> outcomesOfMany() throws Exception {
        int before = asked.get();
        List<Future<String>> futures = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            futures.add(threads.submit(() -> {
                synchronized (waiting) {
                    waiting.add(Thread.currentThread());
                }
                return outcome();
            }));
        }
        Await.until(() -> asked.get() != before && allRest(waiting, futures));
        answering.countDown();
        List<String> outcomes = new ArrayList<>();
        for (Future<String> future : futures) {
            outcomes.add(future.get(10, TimeUnit.SECONDS));
        }
        return outcomes;
    }

    private static boolean allRest(List<Thread> waiting, List<Future<String>> futures) {
        synchronized (waiting) {
            return waiting.size() == THREADS
                    && futures.stream().filter(Future::isDone).count()
                                    + waiting.stream()
                                            .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                                            .count()
                            >= THREADS;
        }
    }

    @Test
    @DisplayName("E7 first uses that come at once cost one call for the metadata")
    void firstUsesCostOneCall() throws Exception {
        assertThat(outcomesOfMany()).hasSize(THREADS).containsOnly(PLACE);
        assertThat(asked).hasValue(1);
    }

    @Test
    @DisplayName("S-99 a place that a server named which is no longer trusted is never used again, also in an outage")
    void dropsThePlaceOfADistrustedServer() throws Exception {
        answering.countDown();
        assertThat(outcome()).isEqualTo(PLACE);
        down = true;

        endpoint.distrust();

        assertThat(outcome()).contains("no answer");
        down = false;
        assertThat(outcome()).isEqualTo(PLACE);
    }

    @Test
    @DisplayName("S-99 nor is a place that was asked for before the trust ended")
    void dropsAnAnswerUnderWay() throws Exception {
        Future<String> early = threads.submit(this::outcome);
        Await.until(() -> asked.get() == 1);
        endpoint.distrust();
        answering.countDown();
        assertThat(early.get(10, TimeUnit.SECONDS)).isEqualTo(PLACE);
        down = true;

        assertThat(outcome()).contains("no answer");
    }

    @Test
    @DisplayName("S-99 nor is one brought back that stopped answering while the trust ended")
    void bringsNoDistrustedPlaceBack() throws Exception {
        answering.countDown();
        outcome();
        Thread forgetting = new Thread(endpoint::forget);
        synchronized (endpoint) { // as while the trust ends
            forgetting.start();
            Await.until(() -> forgetting.getState() == Thread.State.BLOCKED);
            endpoint.distrust();
        }
        forgetting.join(10_000);
        down = true;

        assertThat(outcome()).contains("no answer");
    }

    @Test
    @DisplayName("E7 while one asks again, the others go on with the last place and do not wait")
    void othersGoOnWithTheLastPlace() throws Exception {
        answering.countDown();
        outcome();
        for (Runnable cause : List.<Runnable>of(endpoint::forget, () -> clock.advance(Duration.ofHours(1)))) {
            asked.set(0);
            cause.run();
            answering = new CountDownLatch(1);
            Future<String> first = threads.submit(this::outcome);
            Await.until(() -> asked.get() > 0);
            for (int i = 0; i < THREADS; i++) {
                assertThat(outcome()).isEqualTo(PLACE);
            }
            assertThat(first.isDone()).isFalse();
            answering.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(PLACE);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    @DisplayName("E7 all who wait learn of the failure, and the next one asks anew")
    void allLearnOfTheFailure() throws Exception {
        down = true;
        assertThat(outcomesOfMany())
                .hasSize(THREADS)
                .allSatisfy(outcome -> assertThat(outcome).contains("No metadata for the issuer", "no answer"));
        assertThat(asked).hasValue(1);

        down = false;
        assertThat(outcome()).isEqualTo(PLACE);
    }
}
