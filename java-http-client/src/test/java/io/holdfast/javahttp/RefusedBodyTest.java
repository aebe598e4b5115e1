package io.holdfast.javahttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RefusedBodyTest {
    private static final ClassLoader APPLICATION = new URLClassLoader(new URL[0]);
    private static final Flow.Subscription SENDING = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    @Test
    @DisplayName("the time of a body is watched by a thread that holds no application and ends with the body")
    void leavesNoThread() throws Exception {
        RefusedBody body = sentToAnApplication(Duration.ofHours(1));

        assertThat(threads()).noneMatch(thread -> thread.getContextClassLoader() == APPLICATION);
        byte[] refused = "refused".getBytes(StandardCharsets.UTF_8);
        body.onNext(List.of(ByteBuffer.wrap(refused)));
        body.onComplete();

        assertThat(body.getBody().toCompletableFuture().get()).isEqualTo(refused);
        assertThat(threads()).noneMatch(thread -> thread.getName().equals("holdfast-refusal"));
    }

    @Test
    @DisplayName("a body that was broken off leaves no thread either, and the next one is watched, too")
    void leavesNoThreadWhenLate() throws Exception {
        for (int attempt = 0; attempt < 2; attempt++) {
            RefusedBody body = sentToAnApplication(Duration.ofMillis(1));

            assertThat(body.getBody().toCompletableFuture())
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("had not ended after PT0.001S");
            assertThat(body.brokenOff()).isNotNull();
            assertThat(threads()).noneMatch(thread -> thread.getContextClassLoader() == APPLICATION);
            for (Thread thread : threads()) {
                if (thread.getName().equals("holdfast-refusal")) {
                    thread.join(10_000);
                    assertThat(thread.isAlive()).isFalse();
                }
            }
        }
    }

    @Test
    @DisplayName("the time of a body may be longer than nanoseconds can count")
    void takesAnyTime() throws Exception {
        RefusedBody body = sentToAnApplication(Duration.ofDays(200_000));

        body.onComplete();

        assertThat(body.getBody().toCompletableFuture().get()).isEmpty();
    }

    /** A worker of the JDK's client has inherited the loader of the application that sent the request. */
    private static RefusedBody sentToAnApplication(Duration longest) {
        Thread worker = Thread.currentThread();
        ClassLoader known = worker.getContextClassLoader();
        worker.setContextClassLoader(APPLICATION);
        try {
            RefusedBody body = new RefusedBody(longest);
            body.onSubscribe(SENDING);
            return body;
        } finally {
            worker.setContextClassLoader(known);
        }
    }

    private static List<Thread> threads() {
        return List.copyOf(Thread.getAllStackTraces().keySet());
    }
}
