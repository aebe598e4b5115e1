package io.holdfast.client;

import static io.holdfast.client.KeyRingWorld.ORDERS;
import static io.holdfast.client.KeyRingWorld.STOCK;
import static io.holdfast.client.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.testkit.TestIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RotationUnderLoadTest {
    private static final int CALLERS = 16;
    private static final int ROTATIONS = 200;
    private static final JwtConsumer UNCHECKED = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setSkipSignatureVerification()
            .build();

    @Test
    @Timeout(180)
    @DisplayName(
            "C-5 C-27 sixteen callers, some of them refused, through two hundred rotations: no call fails, no token is of another"
                    + " certificate, and no more tokens are fetched than generations and refusals want")
    void losesNothing() throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicLong calls = new AtomicLong();
        AtomicLong refusals = new AtomicLong();
        try (KeyRingWorld world = new KeyRingWorld()) {
            KeyRing ring = world.ring(world.builder().clocks(world.clock, System::nanoTime, world.scheduler));
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                Thread caller = new Thread(() -> {
                    TokenRequest request = number % 2 == 0 ? ORDERS : STOCK;
                    try {
                        while (!over.get()) {
                            BoundToken token = ring.token(request);
                            if (calls.incrementAndGet() % 5000 == 0) {
                                refusals.incrementAndGet();
                                token = ring.replacement(token).orElse(token);
                            }
                            requireBound(token);
                        }
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                });
                callers.add(caller);
                caller.start();
            }
            for (int i = 0; i < ROTATIONS; i++) {
                TestIdentity next = renewed();
                world.keyStore.set(next);
                ring.reload();
            }
            over.set(true);
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(failures).isEmpty();
            assertThat(calls).hasValueGreaterThan(ROTATIONS);
            assertThat(world.heard.replacedBy).hasSize(ROTATIONS);
            assertThat((long) world.tokenCalls().size()).isLessThanOrEqualTo(2L * (ROTATIONS + 1) + refusals.get());
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
