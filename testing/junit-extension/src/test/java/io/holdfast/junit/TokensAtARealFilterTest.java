package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the extension gives out means to the real filter what it says. */
@Timeout(60)
final class TokensAtARealFilterTest {
    @RegisterExtension
    static final TokenServiceExtension tokenService = TokenServiceExtension.builder()
            .resourceWithAudience("https://orders.example", "orders-api", "orders:read")
            .client("server-a", "orders:read")
            .client("self-signed", client -> client.selfSigned().scopes("orders:read"))
            .client("unbound", client -> client.unboundTokens().scopes("orders:read"))
            .build();

    private static OrdersServer application;

    @BeforeAll
    static void startApplication(@TempDir Path directory) throws Exception {
        application = OrdersServer.start(tokenService, directory, "orders-api");
    }

    @AfterAll
    static void stopApplication() throws Exception {
        application.close();
    }

    @Test
    void takesTheTokenThatAClientHasFetched() throws Exception {
        RawResponse response =
                application.get(tokenService.sslContext("server-a"), tokenService.accessToken("server-a"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("orders for server-a");
    }

    @Test
    void takesTheTokenOfASelfSignedClient() throws Exception {
        assertThat(application
                        .get(tokenService.sslContext("self-signed"), tokenService.accessToken("self-signed"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("S-46 S-47 the token of server A is of no use to a thief with another certificate")
    void refusesTheStolenToken() throws Exception {
        String stolen = tokenService.accessToken("server-a");

        assertRefused(application.get(
                tokenService
                        .pki()
                        .thief()
                        .clientContext(tokenService.pki().authority().certificate()),
                stolen));
        assertRefused(application.get(tokenService.sslContext("self-signed"), stolen));
        assertRefused(application.get(tokenService.sslContext(), stolen));
    }

    @Test
    void refusesTheTokenOfAnUnboundClient() throws Exception {
        assertRefused(application.get(tokenService.sslContext("unbound"), tokenService.accessToken("unbound")));
    }

    @Test
    void takesAMintedToken() throws Exception {
        String token = tokenService.token("server-a").subject("alice").mint();

        assertThat(application.get(tokenService.sslContext("server-a"), token).body())
                .isEqualTo("orders for alice");
    }

    @Test
    void takesATokenThatIsBoundToSomebodyElse() throws Exception {
        String token = tokenService
                .token("server-a")
                .boundTo(tokenService.identity("self-signed"))
                .mint();

        assertThat(application
                        .get(tokenService.sslContext("self-signed"), token)
                        .status())
                .isEqualTo(200);
        assertRefused(application.get(tokenService.sslContext("server-a"), token));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refuses(String name, UnaryOperator<AccessTokenBuilder> change) throws Exception {
        String token = change.apply(tokenService.token("server-a")).mint();

        assertRefused(application.get(tokenService.sslContext("server-a"), token));
    }

    @Test
    void refusesAnUnknownKey() throws Exception {
        String token = tokenService.token("server-a").signedByUnknownKey().mint();

        assertThat(application.get(tokenService.sslContext("server-a"), token).status())
                .isIn(401, 503);
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                bad("expired", AccessTokenBuilder::expired),
                bad("not yet valid", token -> token.notYetValidFor(Duration.ofHours(1))),
                bad("for another audience", AccessTokenBuilder::otherAudience),
                bad("without a confirmation", AccessTokenBuilder::withoutConfirmation),
                bad(
                        "bound to the thief",
                        token -> token.boundTo(tokenService.pki().thief())),
                bad("forged", AccessTokenBuilder::forged),
                bad("of another issuer", token -> token.claim("iss", "https://elsewhere.example")),
                bad("without an expiry", token -> token.withoutClaim("exp")),
                bad("of another type", token -> token.type("JWT")));
    }

    private static Arguments bad(String name, UnaryOperator<AccessTokenBuilder> change) {
        return Arguments.of(name, change);
    }

    private static void assertRefused(RawResponse response) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers("WWW-Authenticate"))
                .singleElement()
                .asString()
                .contains("error=\"invalid_token\"");
    }
}
