package io.holdfast.tokenservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.tokenservice.client.AccessTokenFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service makes for tests only. */
class TestTokenTest {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    private static Parties parties;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
    }

    @AfterAll
    static void stop() {
        parties.close();
    }

    @Test
    void isWhatTheClientWouldGet() throws Exception {
        Map<String, Object> minted = IssuedToken.of(
                        token().boundTo(parties.pki.serverA().certificate()).mint())
                .claims();
        Map<String, Object> issued =
                IssuedToken.of(parties.token("server-a", parties.pki.serverA())).claims();

        minted.remove("jti");
        issued.remove("jti");
        assertThat(minted).isEqualTo(issued);
    }

    @Test
    void isUnboundUnlessToldOtherwise() throws Exception {
        String token = token().mint();

        assertThat(IssuedToken.of(token).claims()).doesNotContainKey("cnf");
        assertThat(parties.introspected(token)).containsEntry("active", true).doesNotContainKey("cnf");
    }

    @Test
    void saysWhatItIsTold() throws Exception {
        String token = token().subject("alice")
                .scopes("admin", "root")
                .audience("orders-api", "another")
                .expiresIn(Duration.ofHours(9))
                .claim("tenant", List.of(1, 2))
                .withoutClaim("client_id")
                .mint();

        assertThat(IssuedToken.of(token).claims())
                .containsEntry("sub", "alice")
                .containsEntry("scope", "admin root")
                .containsEntry("aud", List.of("orders-api", "another"))
                .containsEntry("exp", parties.clock.instant().getEpochSecond() + 9 * 3600)
                .containsEntry("tenant", List.of(1L, 2L))
                .doesNotContainKey("client_id");
        assertThat(parties.introspected(token))
                .containsAllEntriesOf(IssuedToken.of(token).claims());
    }

    @Test
    void isNotActiveIfItHasExpiredOrIsForAnother() throws Exception {
        assertThat(parties.introspected(token().expired().mint())).isEqualTo(INACTIVE);
        assertThat(parties.introspected(token().audience("another").mint())).isEqualTo(INACTIVE);
        assertThat(parties.introspected(token().withoutClaim("exp").mint())).isEqualTo(INACTIVE);
    }

    @Test
    void hasAnIdentifierOfItsOwnUnlessThatIsSet() throws Exception {
        TestToken token = token();

        assertThat(IssuedToken.of(token.mint()).claims().get("jti"))
                .isNotEqualTo(IssuedToken.of(token.mint()).claims().get("jti"));
        assertThat(IssuedToken.of(token.claim("jti", "mine").mint()).claims()).containsEntry("jti", "mine");
        assertThat(IssuedToken.of(token.withoutClaim("jti").mint()).claims()).doesNotContainKey("jti");
    }

    @Test
    void canBeOpaque() throws Exception {
        String token = token().format(AccessTokenFormat.OPAQUE).subject("alice").mint();

        assertThat(token).hasSize(43).doesNotContain(".");
        assertThat(parties.introspected(token)).containsEntry("sub", "alice");
    }

    @Test
    void needsARegisteredClient() {
        assertThatThrownBy(() -> parties.service().testToken("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void signsAnythingWithoutKnowingIt() throws Exception {
        String jwt = parties.service().sign("JWT", Map.of("aud", "orders-api", "exp", 4_000_000_000L));

        assertThat(IssuedToken.of(jwt).header())
                .containsEntry("typ", "JWT")
                .containsEntry("kid", parties.service().signingKeyIds().get(0));
        assertThat(parties.introspected(jwt)).isEqualTo(INACTIVE);
    }

    private static TestToken token() {
        return parties.service().testToken("server-a");
    }
}
