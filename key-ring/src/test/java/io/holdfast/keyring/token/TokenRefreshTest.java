package io.holdfast.keyring.token;

import static io.holdfast.keyring.token.CacheFixture.REQUEST;
import static io.holdfast.keyring.token.CacheFixture.now;
import static io.holdfast.keyring.token.CacheFixture.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.TestLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens live 300 seconds here, of which 270 are used, so they are refreshed from second 202.5 or later. */
@Timeout(60)
class TokenRefreshTest {
    private final CacheFixture fixture = new CacheFixture();

    @Test
    @DisplayName("C-22 a token that nears its end serves on while one call fetches the next")
    void refreshesAhead() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken first = now(cache.get(REQUEST));
        fixture.holdCalls();
        pass("202");
        use(cache, REQUEST);
        assertThat(fixture.waiting).isEmpty();

        pass("1");
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.waiting).hasSize(1);

        fixture.letCallsGo();
        assertThat(now(cache.get(REQUEST))).isNotSameAs(first);
        assertThat(fixture.fetches).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 202, 203", "0.5, 222, 223", "1, 242, 243"})
    @DisplayName("chance decides for each token when it is refreshed, between 75 and 90 % of its use")
    void spreadsRefreshes(double chance, int before, int after) {
        fixture.chance = chance;
        TokenCache cache = fixture.cache();
        use(cache, REQUEST);

        pass(String.valueOf(before));
        use(cache, REQUEST);
        assertThat(fixture.fetches).hasValue(1);
        pass(String.valueOf(after - before));
        use(cache, REQUEST);
        assertThat(fixture.fetches).hasValue(2);
    }

    @Test
    @DisplayName("nothing is fetched while nobody asks")
    void idlesQuietly() {
        TokenCache cache = fixture.cache();
        use(cache, REQUEST);
        pass("100000");

        assertThat(fixture.fetches).hasValue(1);
    }

    @Test
    @DisplayName("a refresh that fails keeps the valid token, even into its margin, and is tried again after a rest")
    void keepsAValidToken() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken first = now(cache.get(REQUEST));
        fixture.isDown();
        pass("203");
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.fetches).hasValue(2);

        pass("0.4");
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.fetches).hasValue(2);
        pass("0.1");
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.fetches).hasValue(3);

        pass("96");
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.fetches).hasValue(4);
    }

    @Test
    @DisplayName("a server that hangs holds up nobody whose token is still valid, once it is known to fail")
    void waitsForNoFailingServer() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken first = now(cache.get(REQUEST));
        fixture.isDown();
        pass("269");
        use(cache, REQUEST);
        fixture.holdCalls();
        pass("10");

        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.waiting).hasSize(1);
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.waiting).hasSize(1);
    }

    @Test
    @DisplayName("who waits for the renewal of a token in its margin is served by it when the renewal fails")
    void servesWaitersFromTheMargin() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken first = now(cache.get(REQUEST));
        fixture.holdCalls();
        fixture.isDown();
        pass("280");
        CompletableFuture<BoundToken> waiting = cache.get(REQUEST);
        assertThat(waiting).isNotDone();

        fixture.letCallsGo();

        assertThat(now(waiting)).isSameAs(first);
    }

    @Test
    @DisplayName("a token whose life is over serves nobody, and a renewal that succeeds ends the rest")
    void endsWithTheToken() throws Exception {
        TokenCache cache = fixture.cache();
        use(cache, REQUEST);
        fixture.isDown();
        pass("299");
        use(cache, REQUEST);
        pass("1");
        assertThat(cache.get(REQUEST)).isCompletedExceptionally();

        fixture.always("'expires_in':300");
        pass("30");
        assertThat(now(cache.get(REQUEST))).isNotNull();
        pass("203");
        fixture.isDown();
        use(cache, REQUEST);
        int fetches = fixture.fetches.get();
        pass("0.5");
        use(cache, REQUEST);
        assertThat(fixture.fetches).hasValue(fetches + 1);
    }

    @Test
    @DisplayName("a refused token does not serve on because its renewal fails")
    void doesNotReviveARefusedToken() throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken refused = now(cache.get(REQUEST));
        cache.drop(refused);
        fixture.isDown();

        assertThat(cache.get(REQUEST)).isCompletedExceptionally();
    }

    @Test
    @DisplayName("C-31 the log names a token that could not be renewed by its digest alone")
    void logsNoToken() throws Exception {
        TestLog log = new TestLog();
        TokenCache cache = fixture.cache();
        fixture.always("'expires_in':300,'access_token':'wXyZtokenText'");
        BoundToken token = now(cache.get(REQUEST));
        fixture.isDown();
        pass("203");
        use(cache, REQUEST);

        assertThat(log.text()).contains(token.digest()).contains("It is down.").doesNotContain("wXyZtokenText");
        assertThat(token.toString()).doesNotContain("wXyZtokenText");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    @DisplayName("F23 the wall clock, an hour ahead or behind, neither ends nor prolongs a token")
    void ignoresTheWallClock(int hours) throws Exception {
        TokenCache cache = fixture.cache();
        BoundToken first = now(cache.get(REQUEST));
        fixture.clock.jump(Duration.ofHours(hours));
        assertThat(now(cache.get(REQUEST))).isSameAs(first);
        assertThat(fixture.fetches).hasValue(1);

        pass("300");
        assertThat(now(cache.get(REQUEST))).isNotSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-1e300", "'0'"})
    @DisplayName("C-18 F17 a token that lives no time is shared by those who waited for it, and by nobody after them")
    void sharesATokenGoodForOnceAmongWaiters(String expiresIn) throws Exception {
        fixture.always("'expires_in':" + expiresIn);
        fixture.holdCalls();
        TokenCache cache = fixture.cache();
        CompletableFuture<BoundToken> one = cache.get(REQUEST);
        CompletableFuture<BoundToken> other = cache.get(REQUEST);
        fixture.letCallsGo();
        assertThat(now(one)).isSameAs(now(other));

        CompletableFuture<BoundToken> later = cache.get(REQUEST);
        fixture.letCallsGo();
        assertThat(now(later)).isNotSameAs(now(one));
        assertThat(fixture.fetches).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x:1                | 30", // missing: lives 60 seconds by default, of which the margin takes half
                "expires_in:null    | 30",
                "expires_in:'soon'  | 30",
                "expires_in:'3600'  | 3570",
                "expires_in:3600.5  | 3570",
                "expires_in:40      | 20",
                "expires_in:1e10    | 31535970", // a year
                "expires_in:1e300   | 31535970"
            })
    @DisplayName(
            "C-18 F17 a token is used for its stated life less the margin; unstated, strange and huge lives are safe")
    void usesATokenForItsLife(String member, int seconds) {
        fixture.always(member.replace("expires_in", "'expires_in'").replace("x:", "'x':"));
        fixture.chance = 1;
        TokenCache cache = fixture.cache();
        use(cache, REQUEST);
        fixture.holdCalls();
        pass(seconds + "");
        fixture.clock.advance(Duration.ofMillis(-1));
        assertThat(cache.get(REQUEST)).isCompleted();

        fixture.waiting.clear();
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(cache.get(REQUEST)).isNotDone();
    }

    @Test
    @DisplayName("C-18 a server that gives tokens of one second is asked twice a second at most")
    void survivesTinyLives() {
        fixture.always("'expires_in':1");
        TokenCache cache = fixture.cache();
        for (int i = 0; i < 1000; i++) {
            use(cache, REQUEST);
            pass("0.01");
        }

        assertThat(fixture.fetches.get()).isBetween(10, 30);
    }

    private void pass(String seconds) {
        fixture.clock.advance(Duration.parse("PT" + seconds + "S"));
    }

    @Test
    @DisplayName("C-20 while the rest after a failure lasts, callers fail at once and are told why and for how long")
    void restsAfterFailure() {
        fixture.isDown();
        TokenCache cache = fixture.cache();
        assertThat(cache.get(REQUEST)).isCompletedExceptionally();
        pass("0.3");

        assertThatThrownBy(() -> now(cache.get(REQUEST)))
                .cause()
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessage("No token: It is down. It is tried again in 201 ms at the earliest.");
        assertThat(fixture.fetches).hasValue(1);
        pass("0.2");
        use(cache, REQUEST);
        assertThat(fixture.fetches).hasValue(2);
    }
}
