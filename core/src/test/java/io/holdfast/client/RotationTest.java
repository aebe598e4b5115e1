package io.holdfast.client;

import static io.holdfast.client.KeyRingWorld.ORDERS;
import static io.holdfast.client.KeyRingWorld.PKI;
import static io.holdfast.client.KeyRingWorld.STOCK;
import static io.holdfast.client.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestIdentity;
import io.holdfast.testkit.TestLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RotationTest {
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
    @DisplayName("C-5 after a reload tokens are those of the new certificate, fetched before it is in use")
    void replacesWithTokensAtHand() throws Exception {
        KeyRing ring = world.ring();
        BoundToken first = ring.token(ORDERS);
        TestIdentity next = renewed();
        world.keyStore.set(next);

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
        int calls = world.tokenCalls().size();
        BoundToken second = ring.token(ORDERS);

        assertThat(second.credentials()).isSameAs(ring.credentials()).isNotSameAs(first.credentials());
        assertThat(second.credentials().thumbprint().value()).isEqualTo(next.thumbprint());
        assertThat(calls).isEqualTo(2);
        assertThat(world.fetchedWith()).containsExactly(PKI.serverA().thumbprint(), next.thumbprint());
    }

    @Test
    @DisplayName("C-4 C-5 every token in use is fetched for the new certificate, once")
    void fetchesAllThatIsInUse() throws Exception {
        KeyRing ring = world.ring();
        ring.token(ORDERS);
        ring.token(STOCK);
        world.keyStore.set(renewed());

        ring.reload();
        ring.token(ORDERS);
        ring.token(STOCK);

        assertThat(world.tokenCalls()).hasSize(4);
    }

    @Test
    @DisplayName("the same key store is no rotation")
    void leavesTheSame() throws Exception {
        KeyRing ring = world.ring();

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.UNCHANGED);
        assertThat(world.heard.replacedBy).isEmpty();
    }

    @Test
    @DisplayName("C-5 while the authorization server is down the old tokens serve on, and the new certificate waits")
    void waitsForTheServer() throws Exception {
        KeyRing ring = world.ring();
        BoundToken token = ring.token(ORDERS);
        TestIdentity next = renewed();
        world.login.goDown();
        world.keyStore.set(next);

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.WAITING);
        assertThat(ring.token(ORDERS)).isSameAs(token);
        assertThat(world.heard.notReplaced).hasSize(1);

        world.login.comeBack();
        world.scheduler.advance(Duration.ofSeconds(2));

        assertThat(RecordingListener.next(world.heard.replacedBy).thumbprint().value())
                .isEqualTo(next.thumbprint());
        assertThat(ring.token(ORDERS).credentials().thumbprint().value()).isEqualTo(next.thumbprint());
    }

    @Test
    @DisplayName("a certificate that has ended is replaced at once, without waiting for tokens")
    void replacesAnEndedCertificate() throws Exception {
        world.keyStore.set(PKI.identity("CN=short")
                .valid(Instant.now().minusSeconds(60), Instant.now().plusSeconds(100))
                .build());
        KeyRing ring = world.ring();
        ring.token(ORDERS);
        world.login.goDown();
        world.keyStore.set(renewed());
        world.clock.advance(Duration.ofSeconds(200));

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
    }

    @Test
    @DisplayName("C-5 a broken key store changes nothing, is told, and is read again")
    void survivesABrokenKeyStore() throws Exception {
        KeyRing ring = world.ring();
        BoundToken token = ring.token(ORDERS);
        world.keyStore.set(null);

        assertThatThrownBy(ring::reload)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("broken");
        assertThat(ring.token(ORDERS)).isSameAs(token);
        assertThat(world.heard.notReplaced).hasSize(1);

        world.keyStore.set(renewed());
        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
    }

    @Test
    @DisplayName("a newer certificate overtakes one that waits for its tokens")
    void newerOvertakes() throws Exception {
        KeyRing ring = world.ring();
        ring.token(ORDERS);
        world.login.goDown();
        world.keyStore.set(renewed());
        ring.reload();
        TestIdentity newest = renewed();
        world.keyStore.set(newest);
        world.login.comeBack();

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
        assertThat(ring.credentials().thumbprint().value()).isEqualTo(newest.thumbprint());
        world.scheduler.advance(Duration.ofMinutes(5));
        assertThat(world.heard.replacedBy).hasSize(1);
    }

    @Test
    @DisplayName("C-5 who waits for a token when certificates change gets one of the new certificate")
    void servesWhoWaits() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        KeyRing ring = world.ring();
        world.login.queue("/token", ScriptedAnswer.status(503).heldUntil(gate));
        CompletableFuture<BoundToken> waiting = ring.tokenLater(ORDERS).toCompletableFuture();
        TestIdentity next = renewed();
        world.keyStore.set(next);

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);

        assertThat(KeyRingWorld.soon(waiting).credentials().thumbprint().value())
                .isEqualTo(next.thumbprint());
        gate.countDown();
    }

    @Test
    @DisplayName("C-31 what a source of one's own throws does not come through, it may hold a password")
    void hidesWhatASourceThrows() throws Exception {
        boolean[] broken = {false};
        KeyRing ring = world.ring(world.builder().keyStore(() -> {
            if (broken[0]) {
                throw new IllegalStateException("password hunter2");
            }
            return KeyRingWorld.keysOf(PKI.serverA());
        }));
        broken[0] = true;
        TestLog log = new TestLog();

        assertThatThrownBy(ring::reload)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageNotContaining("hunter2");
        assertThat(log.text()).contains("credentials in use stay").doesNotContain("hunter2");
    }

    @Test
    @DisplayName("a listener that throws harms nobody")
    void survivesListeners() throws Exception {
        KeyRing ring = world.ring();
        ring.addListener(new KeyRingListener() {
            @Override
            public void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {
                throw new IllegalStateException();
            }
        });
        world.keyStore.set(renewed());

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
        assertThat(world.heard.replacedBy).hasSize(1);
    }

    @Test
    @DisplayName("a closed ring says so")
    void closed() throws Exception {
        KeyRing ring = world.ring();
        ring.token(ORDERS);
        ring.close();
        ring.close();

        assertThatThrownBy(() -> ring.token(ORDERS))
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(ring::reload)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
