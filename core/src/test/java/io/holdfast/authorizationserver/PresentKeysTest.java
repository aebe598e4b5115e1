package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.holdfast.concurrent.Scheduler;
import io.holdfast.testkit.PublishedKeys;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SettableScheduler;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.token.PresentKeys;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The keys that remembered tokens ask for, as an authorization server's keys come and go. */
final class PresentKeysTest {
    private static final Optional<String> FIRST = Optional.of("first");

    private final SettableClock clock = SettableClock.atPresent();
    private final SettableScheduler background = new SettableScheduler(clock);
    private final AtomicInteger calls = new AtomicInteger();
    private String published = TestTokens.jwkSet(SigningKey.es256("first"));
    private boolean down;
    private final RemoteJwkSet keys = keys(background);
    private final PresentKeys present = keys.present();
    private VerificationKey key;

    private RemoteJwkSet keys(Scheduler scheduler) {
        return PublishedKeys.at(
                () -> URI.create("https://login.example.com/jwks"),
                uri -> {
                    calls.incrementAndGet();
                    if (down) {
                        throw new AuthorizationServerException("no answer");
                    }
                    return published;
                },
                KeyLifetime.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(10)),
                clock.ticker(),
                scheduler);
    }

    @BeforeEach
    void fetchAndUse() throws Exception {
        key = keys.keys(FIRST).get(0);
        assertThat(present.hold(key)).as("no use is noted").isFalse();
        use();
    }

    private void use() throws Exception {
        List<VerificationKey> used = keys.keys(FIRST);
        assertThat(used).contains(key);
        assertThat(present.hold(key)).isTrue();
    }

    private void assertRefused() {
        assertThat(present.hold(key)).isFalse();
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> keys.keys(FIRST));
    }

    @Test
    @DisplayName("S-87 the keys in use hold without a call until their time is over, and no key of another set does")
    void holdUntilTheirTimeIsOver() throws Exception {
        VerificationKey equal = keys(background).keys(FIRST).get(0);
        assertThat(equal.id()).isEqualTo(key.id());
        assertThat(present.hold(equal)).isFalse();
        int before = calls.get();

        clock.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(present.hold(key)).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(present.hold(key)).isFalse();
        assertThat(calls).hasValue(before);
    }

    @Test
    @DisplayName("S-87 E5 a key that the server has withdrawn is gone with the fetch that shows it")
    void areGoneWhenWithdrawn() throws Exception {
        published = TestTokens.jwkSet(SigningKey.es256("second"));
        clock.advance(Duration.ofSeconds(10));

        assertThat(keys.keys(Optional.of("second")))
                .hasSize(1)
                .allSatisfy(next -> assertThat(present.hold(next)).isTrue());
        assertThat(present.hold(key)).isFalse();
        assertThat(keys.keys(FIRST)).isEmpty();
    }

    @Test
    @DisplayName("S-87 E5 a JWK set without a usable key leaves none")
    void areGoneWhenAllAreWithdrawn() throws Exception {
        published = "{\"keys\":[]}";
        clock.advance(Duration.ofSeconds(10));

        assertThatExceptionOfType(VerificationUnavailableException.class)
                .isThrownBy(() -> keys.keys(Optional.of("second")));
        assertRefused();
    }

    @Test
    @DisplayName("S-99 keys of a server that is no longer trusted are gone at once")
    void areGoneWhenDistrusted() {
        down = true;
        keys.distrust();

        assertRefused();
    }

    @Test
    @DisplayName("S-87 E11 in an outage the last keys hold as long as they are used, and a minute after a failure that"
            + " nobody repeats")
    void bridgeAnOutage() throws Exception {
        down = true;
        clock.advance(Duration.ofMinutes(5));
        assertThat(present.hold(key)).as("before the server was asked").isFalse();
        use();

        clock.advance(Duration.ofMinutes(1).minusNanos(1));
        assertThat(present.hold(key)).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(present.hold(key)).isFalse();
        use();

        clock.advance(Duration.ofMinutes(59).minusNanos(1));
        use();
        clock.advance(Duration.ofNanos(1));
        assertRefused();
    }

    @Test
    @DisplayName("S-87 each refresh in the background asks for another note of use, so that it goes on with it alone")
    void askForANoteWithEachRefresh() throws Exception {
        int before = calls.get();
        for (int i = 1; i <= 2 * RefreshAhead.MOST_IDLE; i++) {
            while (calls.get() < before + i) {
                background.advance(Duration.ofSeconds(1));
            }
            assertThat(present.hold(key)).isFalse();
            key = keys.keys(FIRST).get(0);
            assertThat(present.hold(key)).isTrue();
        }

        for (int i = 0; i < RefreshAhead.MOST_IDLE + 2; i++) {
            background.advance(Duration.ofMinutes(4));
            assertThat(present.hold(key)).isFalse();
        }
        assertThat(background.size()).as("idle").isZero();
        key = keys.keys(FIRST).get(0);
        use();
        assertThat(background.size()).as("it goes on").isEqualTo(1);
    }

    @Test
    @DisplayName("S-87 where no refresh can be planned, the next use tries again")
    void planAgain() throws Exception {
        boolean[] full = {false};
        int[] planned = {0};
        RemoteJwkSet others = keys(new Scheduler() {
            @Override
            public void schedule(Duration delay, Runnable work) {
                planned[0]++;
                if (full[0]) {
                    throw new IllegalStateException("full");
                }
            }

            @Override
            public void execute(Runnable work) {
                full[0] = true;
                work.run();
            }
        });
        assertThatIllegalStateException().isThrownBy(() -> others.keys(FIRST));
        assertThatIllegalStateException().isThrownBy(() -> others.keys(FIRST));
        assertThat(planned[0]).isEqualTo(2);

        full[0] = false;
        VerificationKey other = others.keys(FIRST).get(0);
        assertThat(planned[0]).isEqualTo(3);
        assertThat(others.present().hold(other)).isTrue();
    }
}
