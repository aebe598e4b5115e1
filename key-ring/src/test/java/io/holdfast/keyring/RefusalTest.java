package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static io.holdfast.keyring.KeyRingWorld.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefusalTest {
    private static final ScriptedAnswer INVALID_CLIENT = ScriptedAnswer.json(401, "{\"error\":\"invalid_client\"}");

    private KeyRingWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new KeyRingWorld();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @DisplayName("C-23 a refused token is given up for a new one")
    void fetchesAnother() throws Exception {
        KeyRing ring = world.ring();
        BoundToken refused = ring.token(ORDERS);

        BoundToken another = ring.replacement(refused).orElseThrow();

        assertThat(another).isNotSameAs(refused);
        assertThat(ring.token(ORDERS)).isSameAs(another);
        assertThat(world.tokenCalls()).hasSize(2);
        assertThat(world.heard.refused).containsExactly(refused);
    }

    @Test
    @DisplayName("C-27 fifty callers with one refused token make one fetch and one look at the key store")
    void sharesOneFetch() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        KeyRing ring = world.ring(world.builder().keyStore(() -> {
            loads.incrementAndGet();
            return KeyRingWorld.keysOf(PKI.serverA());
        }));
        BoundToken refused = ring.token(ORDERS);
        List<CompletableFuture<Optional<BoundToken>>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(ring.replacementLater(refused).toCompletableFuture());
        }

        Set<BoundToken> got = new HashSet<>();
        for (CompletableFuture<Optional<BoundToken>> one : all) {
            got.add(soon(one).orElseThrow());
        }

        assertThat(got).hasSize(1);
        assertThat(world.tokenCalls()).hasSize(2);
        assertThat(loads).hasValue(2);
    }

    @Test
    @DisplayName(
            "C-5 C-23 F9 a refusal has the key store looked at: the new certificate's token takes the refused one's place")
    void looksAtTheKeyStore() throws Exception {
        KeyRing ring = world.ring();
        BoundToken refused = ring.token(ORDERS);
        TestIdentity next = renewed();
        world.keyStore.set(next);

        BoundToken another = ring.replacement(refused).orElseThrow();

        assertThat(another.credentials().thumbprint().value()).isEqualTo(next.thumbprint());
        assertThat(ring.credentials()).isSameAs(another.credentials());
        assertThat(world.fetchedWith()).containsExactly(PKI.serverA().thumbprint(), next.thumbprint());
    }

    @Test
    @DisplayName(
            "C-27 a token of certificates that have been replaced is answered by that of the present ones, without a fetch")
    void answersFromThePresentGeneration() throws Exception {
        KeyRing ring = world.ring();
        BoundToken refused = ring.token(ORDERS);
        world.keyStore.set(renewed());
        ring.reload();
        int calls = world.tokenCalls().size();

        assertThat(ring.replacement(refused)).containsSame(ring.token(ORDERS));
        assertThat(world.tokenCalls()).hasSize(calls);
    }

    @Test
    @DisplayName("F19 after a second refusal the replacement rests for ten seconds")
    void restsAfterASecondRefusal() throws Exception {
        KeyRing ring = world.ring();
        BoundToken another = ring.replacement(ring.token(ORDERS)).orElseThrow();
        ring.replacementRefused(another);

        assertThat(ring.replacement(another)).isEmpty();
        assertThat(ring.token(ORDERS)).isSameAs(another);
        world.clock.advance(Duration.ofSeconds(11));
        assertThat(ring.replacement(another)).isPresent();
        assertThat(world.tokenCalls()).hasSize(3);
    }

    @Test
    @DisplayName("F19 a refused token is forgotten at once, but the one after it not for ten seconds")
    void forgetsOnceInAWhile() throws Exception {
        KeyRing ring = world.ring();
        BoundToken first = ring.token(ORDERS);
        ring.forget(first);
        BoundToken second = ring.token(ORDERS);
        assertThat(second).isNotSameAs(first);

        ring.forget(first);
        ring.forget(second);
        assertThat(ring.token(ORDERS)).isSameAs(second);
        world.clock.advance(Duration.ofSeconds(11));
        ring.forget(second);
        assertThat(ring.token(ORDERS)).isNotSameAs(second);
        assertThat(world.tokenCalls()).hasSize(3);
    }

    @Test
    @DisplayName("the key store is looked at once a second at most")
    void looksOnceASecond() throws Exception {
        KeyRing ring = world.ring();
        BoundToken first = ring.token(ORDERS);
        BoundToken second = ring.replacement(first).orElseThrow();
        world.keyStore.set(renewed());

        BoundToken third = ring.replacement(second).orElseThrow();
        assertThat(third.credentials()).isSameAs(first.credentials());
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(ring.replacement(third).orElseThrow().credentials()).isNotSameAs(first.credentials());
    }

    @Test
    @DisplayName(
            "C-5 invalid_client at a fetch has the key store looked at, and the caller gets the new certificate's token")
    void recoversFromInvalidClient() throws Exception {
        KeyRing ring = world.ring();
        TestIdentity next = renewed();
        world.keyStore.set(next);
        world.login.queue("/token", INVALID_CLIENT);

        assertThat(ring.token(ORDERS).credentials().thumbprint().value()).isEqualTo(next.thumbprint());
    }

    @Test
    @DisplayName(
            "C-22 C-23 a key store that does not answer delays the token in a refused one's place by two seconds, once")
    void waitsForNoSilentKeyStore() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        try {
            KeyRing ring = world.ring(silent(gate, looks));
            BoundToken refused = ring.token(ORDERS);
            CompletableFuture<Optional<BoundToken>> waiting =
                    ring.replacementLater(refused).toCompletableFuture();
            Await.until(() -> looks.get() == 2);
            assertThat(waiting).isNotDone();

            world.scheduler.advance(Duration.ofSeconds(2));
            BoundToken another = soon(waiting).orElseThrow();
            world.scheduler.advance(Duration.ofSeconds(20));
            BoundToken third =
                    soon(ring.replacementLater(another).toCompletableFuture()).orElseThrow();

            assertThat(third).isNotSameAs(another);
            assertThat(looks).as("one thread at most hangs").hasValue(2);
        } finally {
            gate.countDown();
        }
    }

    @Test
    @DisplayName("C-22 who waits for a key store that does not answer is told when the ring closes")
    void closesWhileTheKeyStoreIsSilent() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        try {
            KeyRing ring = world.ring(silent(gate, looks));
            BoundToken refused = ring.token(ORDERS);
            CompletableFuture<Optional<BoundToken>> waiting =
                    ring.replacementLater(refused).toCompletableFuture();
            Await.until(() -> looks.get() == 2);

            ring.close();

            assertThatThrownBy(() -> soon(waiting))
                    .hasCauseInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("closed");
        } finally {
            gate.countDown();
        }
    }

    /** Answers once, and then not while the gate is closed, whoever interrupts it. */
    private KeyRingBuilder silent(CountDownLatch gate, AtomicInteger looks) {
        return world.builder().keyStore(() -> {
            boolean first = looks.incrementAndGet() == 1;
            while (!first && gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    // As a driver of a hardware token may do.
                }
            }
            return KeyRingWorld.keysOf(PKI.serverA());
        });
    }

    @Test
    @DisplayName("C-20 invalid_client with the same key store goes to the caller")
    void tellsInvalidClient() throws Exception {
        KeyRing ring = world.ring();
        world.login.always("/token", INVALID_CLIENT);

        assertThatThrownBy(() -> ring.token(ORDERS))
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessageContaining("invalid_client");
        assertThat(world.tokenCalls()).hasSize(1);
    }

    @Test
    @DisplayName("a refused token is replaced with the old certificate while the new one gets no token")
    void staysIfTheNextGetsNone() throws Exception {
        KeyRing ring = world.ring();
        BoundToken refused = ring.token(ORDERS);
        world.keyStore.set(renewed());
        world.login.queue("/token", INVALID_CLIENT);

        BoundToken another = ring.replacement(refused).orElseThrow();

        assertThat(another).isNotSameAs(refused);
        assertThat(another.credentials()).isSameAs(refused.credentials());
    }
}
