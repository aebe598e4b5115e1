package io.holdfast.keyring.token;

import static io.holdfast.keyring.token.CacheFixture.REQUEST;
import static io.holdfast.keyring.token.CacheFixture.now;
import static io.holdfast.keyring.token.CacheFixture.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenAnswers;
import io.holdfast.authorizationserver.TokenRequest;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {
    private final CacheFixture fixture = new CacheFixture();
    private final TokenCache cache = fixture.cache();

    @Test
    @DisplayName(
            "C-21 the next token is asked for by the refresh token, by the scopes granted and for the same resources")
    void usesTheRefreshToken() {
        fixture.always("'expires_in':300,'refresh_token':'r1','scope':'a'");
        use(cache, REQUEST);
        end();
        use(cache, REQUEST);

        assertThat(fixture.asked)
                .containsExactly(
                        REQUEST,
                        refresh("r1", REQUEST.scopes().stream().limit(1).toList()));
    }

    @Test
    @DisplayName("C-21 C-19 the token of a refresh is for the original request, with the scopes that were granted")
    void tellsTheScopesGranted() throws Exception {
        fixture.always("'expires_in':300,'refresh_token':'r1','scope':'b'");
        use(cache, REQUEST);
        end();
        fixture.always("'expires_in':300");

        BoundToken token = now(cache.get(REQUEST));

        assertThat(token.scopes()).containsExactly("b");
        assertThat(token.request()).isEqualTo(REQUEST);
    }

    @Test
    @DisplayName("C-21 a refresh token that is replaced is used no more; one that is not, again")
    void followsRotation() {
        fixture.always("'expires_in':300,'refresh_token':'r1'");
        use(cache, REQUEST);
        end();
        fixture.always("'expires_in':300,'refresh_token':'r2'");
        use(cache, REQUEST);
        end();
        fixture.always("'expires_in':300");
        use(cache, REQUEST);
        end();
        use(cache, REQUEST);

        assertThat(fixture.asked).containsExactly(REQUEST, refresh("r1"), refresh("r2"), refresh("r2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "unsupported_grant_type", "invalid_scope"})
    @DisplayName("C-21 a refresh token that the server does not take is dropped, and the grant itself is used at once")
    void dropsARefusedRefreshToken(String error) throws Exception {
        fixture.always("'expires_in':300,'refresh_token':'r1'");
        use(cache, REQUEST);
        end();
        fixture.fetch = request -> {
            if (!request.equals(REQUEST)) {
                throw TokenAnswers.refusal(error);
            }
            return fixture.token("'expires_in':300");
        };
        assertThat(now(cache.get(REQUEST))).isNotNull();
        end();
        use(cache, REQUEST);

        assertThat(fixture.asked).containsExactly(REQUEST, refresh("r1"), REQUEST, REQUEST);
        assertThat(fixture.events).hasSize(3).allMatch(event -> event.startsWith("fetched"));
    }

    @Test
    @DisplayName("C-21 a server that is down, or refuses the client, costs no refresh token")
    void keepsTheRefreshTokenThroughOutages() {
        fixture.always("'expires_in':300,'refresh_token':'r1'");
        use(cache, REQUEST);
        end();
        fixture.fetch = request -> {
            throw new AuthorizationServerException("It is down.");
        };
        use(cache, REQUEST);
        end();
        fixture.refuses("invalid_client");
        use(cache, REQUEST);
        end();
        fixture.always("'expires_in':300");
        use(cache, REQUEST);

        assertThat(fixture.asked).containsExactly(REQUEST, refresh("r1"), refresh("r1"), refresh("r1"));
    }

    @Test
    @DisplayName("C-21 C-4 no refresh token goes from one generation to the next")
    void staysInItsGeneration() {
        fixture.always("'expires_in':300,'refresh_token':'r1'");
        use(cache, REQUEST);
        TokenCache next = fixture.cache();

        assertThat(WarmUp.of(next, cache, Duration.ofMinutes(1))).isCompleted();

        assertThat(fixture.asked).containsExactly(REQUEST, REQUEST);
    }

    @Test
    @DisplayName("C-21 F15 what came with a token that is not bound is not used either")
    void takesNothingFromAnUnboundAnswer() {
        fixture.always("'access_token':'eyJhbGciOiJSUzI1NiJ9.e30.c2ln','refresh_token':'r1'");
        assertThat(cache.get(REQUEST)).isCompletedExceptionally();
        end();
        fixture.always("'expires_in':300");
        use(cache, REQUEST);

        assertThat(fixture.asked).containsExactly(REQUEST, REQUEST);
    }

    private void end() {
        fixture.clock.advance(Duration.ofSeconds(301));
    }

    private static TokenRequest refresh(String token) {
        return refresh(token, REQUEST.scopes());
    }

    private static TokenRequest refresh(String token, Collection<String> scopes) {
        return TokenRequest.refreshToken(token, scopes, REQUEST.resources());
    }
}
