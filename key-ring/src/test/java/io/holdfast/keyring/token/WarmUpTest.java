package io.holdfast.keyring.token;

import static io.holdfast.keyring.token.CacheFixture.REQUEST;
import static io.holdfast.keyring.token.CacheFixture.now;
import static io.holdfast.keyring.token.CacheFixture.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.TokenAnswers;
import io.holdfast.authorizationserver.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
    private static final TokenRequest OTHER = TokenRequest.clientCredentials(List.of("other"), List.of());

    private final CacheFixture fixture = new CacheFixture();
    private final TokenCache present = fixture.cache();
    private final TokenCache candidate = fixture.cache();

    @Test
    @DisplayName("C-5 what is in use is fetched for the next generation before anybody asks it")
    void fetchesWhatIsInUse() throws Exception {
        use(present, REQUEST);
        use(present, OTHER);
        fixture.holdCalls();
        CompletableFuture<Void> warm = WarmUp.of(candidate, present, Duration.ofMinutes(10));
        assertThat(warm).isNotDone();

        fixture.letCallsGo();

        assertThat(warm).isCompleted();
        assertThat(candidate.get(REQUEST)).isCompleted();
        assertThat(candidate.get(OTHER)).isCompleted();
        assertThat(now(candidate.get(REQUEST))).isNotSameAs(now(present.get(REQUEST)));
        assertThat(fixture.fetches).hasValue(4);
    }

    @Test
    @DisplayName("what was not used lately, or has ended in the present generation, is not fetched for the next")
    void leavesTheRest() {
        fixture.always("'expires_in':3600");
        use(present, REQUEST);
        fixture.always("'expires_in':60");
        use(present, OTHER);
        fixture.clock.advance(Duration.ofMinutes(11));

        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(10))).isCompleted();
        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(12))).isCompleted();
        assertThat(candidate.requests()).containsExactly(REQUEST);
    }

    @Test
    @DisplayName("being fetched ahead is no use: it does not go from generation to generation for ever")
    void isNoUse() {
        fixture.always("'expires_in':3600");
        use(present, REQUEST);
        fixture.clock.advance(Duration.ofMinutes(6));
        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(10))).isCompleted();
        fixture.clock.advance(Duration.ofMinutes(6));
        TokenCache third = fixture.cache();

        assertThat(WarmUp.of(third, candidate, Duration.ofMinutes(10))).isCompleted();

        assertThat(third.requests()).isEmpty();
    }

    @Test
    @DisplayName("C-5 a failure is told when all have ended, and it can be tried again")
    void failsAndTriesAgain() {
        use(present, REQUEST);
        use(present, OTHER);
        fixture.isDown();
        CompletableFuture<Void> warm = WarmUp.of(candidate, present, Duration.ofMinutes(10));
        assertThat(warm)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TokenUnavailableException.class)
                .withMessageContaining("It is down.");

        fixture.always("'expires_in':300");
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(10))).isCompleted();
    }

    private void useBoth() {
        use(present, REQUEST);
        use(present, OTHER);
    }

    private void refuseOther(String error) {
        fixture.fetch = request -> {
            if (request.equals(OTHER)) {
                throw TokenAnswers.refusal(error);
            }
            return fixture.token("'expires_in':300", request);
        };
    }

    @ParameterizedTest(
            name = "C-5 one request that the server refuses with {0} keeps no generation from taking its place")
    @ValueSource(strings = {"invalid_request", "invalid_scope", "invalid_target", "unsupported_grant_type"})
    void isNotHeldUpByARefusedRequest(String error) {
        useBoth();
        refuseOther(error);

        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(10))).isCompleted();
        assertThat(candidate.get(REQUEST)).isCompleted();
    }

    @ParameterizedTest(
            name = "C-5 credentials with which the server refuses every request with {0} do not come into use")
    @ValueSource(strings = {"invalid_request", "invalid_scope"})
    void isHeldUpWhereNothingIsFetched(String error) {
        useBoth();
        fixture.refuses(error);

        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(10))).isCompletedExceptionally();
    }

    @ParameterizedTest(name = "C-5 one refusal of the client with {0} keeps the new generation out of use")
    @ValueSource(strings = {"invalid_client", "unauthorized_client"})
    void isHeldUpByARefusedClient(String error) {
        useBoth();
        refuseOther(error);

        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(10))).isCompletedExceptionally();
    }

    @Test
    @DisplayName("what has ended at the server keeps no generation from taking its place")
    void isNotHeldUpByAGrantThatHasEnded() {
        use(present, REQUEST);
        fixture.refuses("invalid_grant");
        assertThat(WarmUp.of(candidate, present, Duration.ofMinutes(10))).isCompleted();

        TokenCache another = fixture.cache();
        fixture.refuses("invalid_client");
        assertThat(WarmUp.of(another, present, Duration.ofMinutes(10))).isCompletedExceptionally();
    }
}
