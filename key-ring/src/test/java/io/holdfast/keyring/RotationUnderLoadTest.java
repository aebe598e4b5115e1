package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.STOCK;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RotationUnderLoadTest {
    private static final int CALLERS = 8;
    private static final int ROTATIONS = 40;
    private static final int CALLS_BETWEEN_REFUSALS = 200;
    private static final long PACE_NANOS = 200_000; // or the callers take the processors from those who fetch
    private static final JwtConsumer UNCHECKED = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setSkipSignatureVerification()
            .build();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    @Timeout(60)
    @DisplayName("C-5 C-27 eight callers, some of them refused, through forty rotations: no call fails, no token is of"
            + " another certificate, and no more tokens are fetched than generations and refusals want")
    void losesNothing() throws Exception {
        try (KeyRingWorld world = new KeyRingWorld()) {
            KeyRing ring = world.ring(world.builder().clocks(world.clock, System::nanoTime, world.scheduler));
            ring.token(ORDERS); // else the first rotations would find nothing in use
            ring.token(STOCK);
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                TokenRequest request = i % 2 == 0 ? ORDERS : STOCK;
                Thread caller = new Thread(() -> call(ring, request));
                callers.add(caller);
                caller.start();
            }
            for (int i = 0; i < ROTATIONS; i++) {
                world.keyStore.set(renewed());
                assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
            }
            over.set(true);
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(failures).isEmpty();
            assertThat(calls).hasValueGreaterThan(ROTATIONS);
            assertThat(refusals).hasPositiveValue();
            assertThat(world.heard.replacedBy).hasSize(ROTATIONS);
            assertThat((long) world.tokenCalls().size()).isLessThanOrEqualTo(2L * (ROTATIONS + 1) + refusals.get());
        } finally {
            over.set(true);
        }
    }

    private void call(KeyRing ring, TokenRequest request) {
        BoundToken before = null;
        try {
            while (!over.get()) {
                BoundToken token = ring.token(request);
                if (calls.incrementAndGet() % CALLS_BETWEEN_REFUSALS == 0) {
                    refusals.incrementAndGet();
                    token = ring.replacement(token).orElse(token);
                }
                if (token != before) {
                    requireBound(token);
                    before = token;
                }
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private static void requireBound(BoundToken token) throws Exception {
        Object confirmation = UNCHECKED.processToClaims(token.accessToken()).getClaimValue("cnf");
        if (!String.valueOf(confirmation)
                .contains(token.credentials().thumbprint().value())) {
            throw new AssertionError(token + " is bound to " + confirmation);
        }
    }
}
