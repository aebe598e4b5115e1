package io.holdfast.demo.partner;

import static io.holdfast.demo.RunningDemo.json;
import static io.holdfast.demo.partner.PartnerFixture.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Placing orders, through the real filter. */
class OrdersApiTest {
    private static final String GOOD = "{\"article\":\"deck lantern\",\"quantity\":3}";

    private static PartnerFixture partners;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        partners = PartnerFixture.start(directory);
    }

    @AfterAll
    static void stop() {
        partners.close();
    }

    @Test
    @DisplayName("an order is placed, answered with its number, and in the list from then on")
    void placesAnOrder() throws Exception {
        RawResponse response =
                post("application/json; charset=UTF-8", "{\"quantity\":7,\"article\":\"Ankerkette <groß> & 'x'\"}");

        assertThat(response.status()).as(response.toString()).isEqualTo(201);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        Map<String, Object> answer = json(response);
        assertThat(answer).containsOnlyKeys("partner", "orders", "seen").containsEntry("partner", A);
        Map<?, ?> order = (Map<?, ?>) ((List<?>) answer.get("orders")).get(0);
        assertThat(order.get("order").toString()).startsWith("server-a-");
        assertThat(order.get("article")).isEqualTo("Ankerkette <groß> & 'x'");
        assertThat(order.get("quantity")).isEqualTo(7L);
        assertThat((List<?>) json(partners.send(A, "orders", RawRequest.get("/orders/server-a")))
                        .get("orders"))
                .anyMatch(order::equals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "deck lantern",
                "[]",
                "null",
                "{}",
                "{\"article\":\"deck lantern\"}",
                "{\"quantity\":3}",
                "{\"article\":\"deck lantern\",\"quantity\":3,\"partner\":\"server-b\"}",
                "{\"article\":\"deck lantern\",\"article\":\"mooring line\",\"quantity\":3}",
                "{\"article\":\"deck lantern\",\"quantity\":3}{}",
                "{\"article\":\"deck lantern\",\"quantity\":3,}",
                "{\"article\":null,\"quantity\":3}",
                "{\"article\":[\"deck lantern\"],\"quantity\":3}",
                "{\"article\":\"\",\"quantity\":3}",
                "{\"article\":\"   \",\"quantity\":3}",
                "{\"article\":\"deck\\nlantern\",\"quantity\":3}",
                "{\"article\":\"deck\\u202elantern\",\"quantity\":3}",
                "{\"article\":\"deck\\ud800lantern\",\"quantity\":3}",
                "{\"article\":\"deck lantern\",\"quantity\":0}",
                "{\"article\":\"deck lantern\",\"quantity\":-1}",
                "{\"article\":\"deck lantern\",\"quantity\":1001}",
                "{\"article\":\"deck lantern\",\"quantity\":1.5}",
                "{\"article\":\"deck lantern\",\"quantity\":\"3\"}",
                "{\"article\":\"deck lantern\",\"quantity\":99999999999999999999}",
                "{\"article\":\"deck lantern\",\"quantity\":null}"
            })
    void refusesWhatIsNoOrder(String body) throws Exception {
        RawResponse response = post("application/json", body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response))
                .containsOnlyKeys("error", "error_description")
                .containsEntry("error", "invalid_order");
    }

    @Test
    void refusesAnArticleThatIsTooLong() throws Exception {
        String body = "{\"article\":\"%s\",\"quantity\":3}";

        assertThat(post("application/json", body.formatted("x".repeat(80))).status())
                .isEqualTo(201);
        assertThat(post("application/json", body.formatted("x".repeat(81))).status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("a body that is too long is refused, and is not repeated in the answer")
    void refusesABodyThatIsTooLong() throws Exception {
        String padded = GOOD + " ".repeat(2048 - GOOD.length());

        assertThat(post("application/json", padded).status()).isEqualTo(201);
        assertThat(post("application/json", padded + " ").status()).isEqualTo(413);
        assertThat(post("application/json", "x".repeat(10_000)).body()).doesNotContain("xxx");
    }

    @Test
    @DisplayName("a body that is too long is refused when it does not say its length, too")
    void refusesALongBodyInChunks() throws Exception {
        String request = "POST /orders/server-a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer "
                + partners.token(A, "orders") + "\r\n\r\n"
                + ("400\r\n" + " ".repeat(1024) + "\r\n").repeat(3) + "0\r\n\r\n";

        try (RawHttpsClient client = RawHttpsClient.connect(
                URI.create(partners.demo.mtlsBaseUrl()), partners.demo.contextOf(partners.identity(A)), null)) {
            assertThat(client.send(request.getBytes(StandardCharsets.US_ASCII), false)
                            .status())
                    .isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=UTF-16",
                "application/jsonp",
                "text/json, application/json"
            })
    void refusesOtherContentTypes(String contentType) throws Exception {
        assertThat(post(contentType, GOOD).status()).isEqualTo(415);
    }

    @Test
    void refusesABodyWithoutAContentType() throws Exception {
        RawRequest request = RawRequest.of("POST", "/orders/server-a").body(GOOD);

        assertThat(partners.send(A, "orders", request).status()).isEqualTo(415);
    }

    private static RawResponse post(String contentType, String body) throws Exception {
        return partners.send(
                A,
                "orders",
                RawRequest.of("POST", "/orders/server-a")
                        .header("Content-Type", contentType)
                        .body(body));
    }
}
