package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static io.holdfast.keyring.KeyRingWorld.STOCK;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.RefreshTokens;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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
    @DisplayName("C-33 a key ring knows its certificates again, the replaced one too")
    void knowsItsCertificates() throws Exception {
        KeyRing ring = world.ring();
        TestIdentity next = renewed();
        world.keyStore.set(next);
        assertThat(ring.hasHad(PKI.serverA().certificate())).isTrue();
        assertThat(ring.hasHad(next.certificate())).isFalse();

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);

        assertThat(ring.hasHad(PKI.serverA().certificate())).isTrue();
        assertThat(ring.hasHad(next.certificate())).isTrue();
        assertThat(ring.hasHad(PKI.partnerB().certificate())).isFalse();
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
        Await.until(() -> !world.tokenCalls().isEmpty()); // else the next call might be the one that is held
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

        Throwable failure = catchThrowable(ring::reload);

        assertThat(failure).isInstanceOf(KeyMaterialException.class);
        assertThat(stackTrace(failure)).contains("hidesWhatASourceThrows").doesNotContain("hunter2");
        assertThat(stackTrace(RecordingListener.next(world.heard.notReplaced))).doesNotContain("hunter2");
        assertThat(log.text()).contains("credentials in use stay").doesNotContain("hunter2");
    }

    /** All that a log would show of it, its causes too. */
    static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    @DisplayName("C-31 an Error of a source of one's own does not come through either, and the next reload goes well")
    void survivesAnErrorOfASource() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        KeyRing ring = world.ring(world.builder().keyStore(() -> {
            if (broken.get()) {
                throw new AssertionError("password hunter2");
            }
            return KeyRingWorld.keysOf(world.keyStore.get());
        }));
        BoundToken refused = ring.token(ORDERS);
        broken.set(true);

        assertThat(stackTrace(catchThrowable(ring::reload))).doesNotContain("hunter2");
        assertThat(ring.replacement(refused)).isPresent();
        broken.set(false);
        world.keyStore.set(renewed());
        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
    }

    @Test
    @DisplayName("C-31 what the application's store of refresh tokens throws does not come through, it may hold one")
    void hidesWhatAStoreThrows() throws Exception {
        RefreshTokens store = new RefreshTokens() {
            @Override
            public Optional<String> current() {
                throw new IllegalStateException("hunter2");
            }

            @Override
            public void replaced(String refreshToken) {}
        };
        KeyRing ring = world.ring();
        TestLog log = new TestLog();

        Throwable failure = catchThrowable(() -> ring.token(TokenRequest.refreshed(store, List.of(), List.of())));

        assertThat(failure).isInstanceOf(TokenUnavailableException.class);
        assertThat(stackTrace(failure)).contains("IllegalStateException").doesNotContain("hunter2");
        assertThat(world.heard.notFetched)
                .singleElement()
                .satisfies(told -> assertThat(stackTrace(told)).doesNotContain("hunter2"));
        assertThat(log.text()).doesNotContain("hunter2");
    }

    @Test
    @DisplayName("C-5 a new certificate is not lost because the client secret could not be had at that moment")
    void waitsForTheSecret() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        KeyRing ring = world.ring(world.builder()
                .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                .clientSecret(() -> {
                    if (away.get()) {
                        throw new KeyMaterialException("The vault is away.");
                    }
                    return "secret".toCharArray();
                }));
        away.set(true);
        TestIdentity next = renewed();
        world.keyStore.set(next);
        assertThatThrownBy(ring::reload).hasMessageContaining("vault");

        away.set(false);
        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
        assertThat(ring.credentials().thumbprint().value()).isEqualTo(next.thumbprint());
    }

    @Test
    @DisplayName("a listener that waits for another thread's reload stops nobody")
    void tellsListenersUnderNoLock() throws Exception {
        KeyRing ring = world.ring();
        AtomicReference<CompletableFuture<Throwable>> other = new AtomicReference<>();
        ring.addListener(new KeyRingListener() {
            @Override
            public void generationNotReplaced(Throwable cause) {
                CompletableFuture<Throwable> mine = new CompletableFuture<>();
                if (other.compareAndSet(null, mine)) {
                    new Thread(() -> mine.complete(catchThrowable(ring::reload))).start();
                    mine.orTimeout(10, TimeUnit.SECONDS).join();
                }
            }
        });
        world.keyStore.set(null);

        assertThatThrownBy(ring::reload).isInstanceOf(KeyMaterialException.class);
        assertThat(other.get()).isCompletedWithValueMatching(KeyMaterialException.class::isInstance);
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
