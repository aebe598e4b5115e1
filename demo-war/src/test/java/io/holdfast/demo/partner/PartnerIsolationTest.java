package io.holdfast.demo.partner;

import static io.holdfast.demo.RunningDemo.json;
import static io.holdfast.demo.partner.PartnerFixture.A;
import static io.holdfast.demo.partner.PartnerFixture.B;
import static io.holdfast.demo.partner.PartnerFixture.C;
import static io.holdfast.demo.partner.PartnerFixture.challengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No partner sees or changes what is another's, however it asks. */
class PartnerIsolationTest {
    private static PartnerFixture partners;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        partners = PartnerFixture.start(directory);
    }

    @AfterAll
    static void stop() {
        partners.close();
    }

    /** Who asks, with the token of an API, at an API, for whose data. */
    static Stream<Arguments> everyWayToAnother() {
        return Stream.of(A, B, C)
                .flatMap(partner -> (partner.equals(C) ? Stream.of("orders") : Stream.of("orders", "invoices"))
                        .flatMap(token -> Stream.of("orders", "invoices")
                                .flatMap(api -> Stream.of(A, B, C, "server-d", "thief")
                                        .filter(other -> !other.equals(partner))
                                        .map(other -> Arguments.of(partner, token, api, other)))));
    }

    @ParameterizedTest(name = "{0} with its token for the {1} at /{2}/{3}")
    @MethodSource("everyWayToAnother")
    void keepsEveryPartnerFromEveryOther(String partner, String token, String api, String other) throws Exception {
        RawResponse response = partners.send(partner, token, RawRequest.get("/" + api + "/" + other));

        if (token.equals(api)) {
            assertThat(response.status()).isEqualTo(403);
            assertThat(challengeOf(response)).contains("realm=\"" + api + "\"", "error=\"insufficient_scope\"");
        } else {
            // Not even meant for this API, so nothing is said of paths.
            assertThat(response.status()).isEqualTo(401);
            assertThat(challengeOf(response)).contains("realm=\"" + api + "\"", "error=\"invalid_token\"");
        }
        assertThat(response.body()).doesNotContain(other + "-", "anchor chain", "EUR");
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/server-b/../server-a, 400, 400",
        "/orders/server-b/%2e%2e/server-a, 400, 400",
        "/orders/server-b/.%2e/server-a, 400, 400",
        "/orders/server-b/..%2fserver-a, 400, 400",
        "/orders/server-b%2f..%2fserver-a, 400, 400",
        "/orders/server-b/..;/server-a, 400, 400",
        "/orders/server-b/..%5cserver-a, 400, 400",
        "/orders/server-b/..\\server-a, 400, 400",
        "/orders/server-b%00/../server-a, 400, 400",
        "/orders/./server-a, 400, 400",
        "/orders/%2e/server-a, 400, 400",
        "/orders//server-a, 400, 400",
        "//orders/server-a, 400, 400",
        "/orders/%252e%252e/orders/server-a, 400, 400",
        "/orders/server%252da, 400, 400",
        "/orders/server-a;x=server-b, 400, 400",
        "/orders/server-b;x=server-a, 400, 400",
        "/orders;x=server-b/server-a, 400, 400",
        "/orders/%73erver-a, 200, 403",
        "/orders/server%2Da, 200, 403",
        "/orders/SERVER-A, 403, 403",
        "/orders/server-a%20, 400, 400",
        "/orders/server-a., 400, 400",
        "/orders/server-a%E2%80%8B, 403, 403",
        "/orders/server-a/, 404, 403",
        "/orders/server-a/server-b, 403, 403",
        "/orders/server-b/server-a, 403, 403",
        "/invoices/../orders/server-a, 400, 400",
        "/Orders/server-a, 404, 404",
        "/%6Frders/server-a, 200, 403"
    })
    @DisplayName("a spelling of the path that leads a partner to its orders leads no other partner there")
    void keepsPartnersApartHoweverThePathIsSpelt(String path, int statusOfA, int statusOfB) throws Exception {
        RawResponse own = partners.send(A, "orders", RawRequest.get(path));
        RawResponse other = partners.send(B, "orders", RawRequest.get(path));

        assertThat(own.status()).isEqualTo(statusOfA);
        assertThat(own.body().contains("server-a-")).isEqualTo(statusOfA == 200);
        assertThat(own.body()).doesNotContain("server-b-");
        assertThat(other.status()).isEqualTo(statusOfB);
        assertThat(other.body().contains("server-b-")).isEqualTo(statusOfB == 200);
        assertThat(other.body()).doesNotContain("server-a-");
    }

    @Test
    @DisplayName(
            "I1 a certificate of the same authority that spells server A's name with full-width separators is not its")
    void keepsAForgedNameFromTheTokensOfAnother() throws Exception {
        TestIdentity forged = partners.demo
                .pki
                .identity("CN=Server A\uff0cOU\uff1dOrders,O=Partner A")
                .build();

        for (int attempt = 1; attempt <= 10; attempt++) {
            RawResponse refused = partners.demo.token(forged, "grant_type=client_credentials&client_id=server-a");
            assertThat(refused.status()).as("attempt %d: %s", attempt, refused).isEqualTo(401);
            assertThat(json(refused)).containsEntry("error", "invalid_client");
            assertThat(partners.demo.tokenOf(partners.demo.pki.serverA(), "server-a"))
                    .isNotEmpty();
        }
    }

    @Test
    @DisplayName("who names another partner in a header, the query or the body gets its own data")
    void takesThePartnerFromThePathAlone() throws Exception {
        RawRequest request = RawRequest.get("/orders/server-b?client_id=server-a&partner=server-a")
                .header("X-Original-URL", "/orders/server-a")
                .header("X-Rewrite-URL", "/orders/server-a")
                .header("X-Forwarded-Prefix", "/orders/server-a")
                .header("Content-Type", "application/json")
                .body("{\"partner\":\"server-a\"}");

        RawResponse response = partners.send(B, "orders", request);

        assertThat(response.status()).isEqualTo(200);
        assertThat(json(response)).containsEntry("partner", B);
        assertThat(response.body()).doesNotContain("server-a-");
    }

    @Test
    @DisplayName("an order of one partner is in nobody else's list, and nobody can place one for another")
    void keepsOrdersApart() throws Exception {
        RawRequest post = RawRequest.of("POST", "/orders/server-a")
                .header("Content-Type", "application/json")
                .body("{\"article\":\"a bell for A alone\",\"quantity\":1}");

        assertThat(partners.send(B, "orders", post).status()).isEqualTo(403);
        assertThat(partners.send(partners.demo.pki.thief(), post.bearer(partners.token(A, "orders")))
                        .status())
                .isEqualTo(401);
        assertThat(listOf(A)).doesNotContain("a bell for A alone");

        assertThat(partners.send(A, "orders", post).status()).isEqualTo(201);
        assertThat(listOf(A)).contains("a bell for A alone");
        for (String other : List.of(B, C)) {
            assertThat(listOf(other)).contains(other + "-1001").doesNotContain("bell", "server-a");
        }
    }

    private static String listOf(String partner) throws Exception {
        return partners.send(partner, "orders", RawRequest.get("/orders/" + partner))
                .body();
    }
}
