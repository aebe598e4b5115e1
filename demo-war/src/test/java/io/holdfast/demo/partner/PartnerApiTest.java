package io.holdfast.demo.partner;

import static io.holdfast.demo.RunningDemo.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import io.holdfast.demo.launcher.DemoRegistrations;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The partner API behind the real filter of {@code web.xml}, with tokens of the real token service. */
class PartnerApiTest {
    private static final RawRequest ORDERS_OF_A = RawRequest.get("/orders/server-a");

    private static RunningDemo demo;
    private static TestPki pki;
    private static String tokenOfA;
    private static String tokenOfB;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        demo = RunningDemo.start(directory);
        pki = demo.pki;
        tokenOfA = demo.tokenOf(pki.serverA(), "server-a");
        tokenOfB = demo.tokenOf(pki.partnerB(), "server-b");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("a partner reads its orders, and sees which certificate and which binding arrived")
    void givesAPartnerItsOrders(String tls) throws Exception {
        RawResponse response = demo.mtls(pki.serverA(), tls, ORDERS_OF_A.bearer(tokenOfA));

        assertThat(response.status()).as(response.toString()).isEqualTo(200);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        Map<String, Object> answer = json(response);
        assertThat(answer).containsOnlyKeys("partner", "orders", "seen").containsEntry("partner", "server-a");
        assertThat((List<?>) answer.get("orders"))
                .hasSize(3)
                .allSatisfy(order -> assertThat(order.toString()).contains("server-a-"));
        assertThat(answer.get("seen"))
                .isEqualTo(Map.of(
                        "certificate",
                        "CN=Server A,OU=Orders,O=Partner A",
                        "certificate_thumbprint",
                        pki.serverA().thumbprint(),
                        "token_binding",
                        Map.of("x5t#S256", pki.serverA().thumbprint())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("a stolen token is refused with the thief's certificate and without one")
    void refusesAStolenToken(String tls) throws Exception {
        for (TestIdentity sender : new TestIdentity[] {pki.thief(), null}) {
            RawResponse response = demo.mtls(sender, tls, ORDERS_OF_A.bearer(tokenOfA));

            assertThat(response.status()).isEqualTo(401);
            assertThat(challengeOf(response)).contains("realm=\"orders\"", "error=\"invalid_token\"");
            assertThat(response.body()).doesNotContain("server-a-");
        }
    }

    @Test
    @DisplayName("a partner is kept out of another partner's orders")
    void keepsPartnersApart() throws Exception {
        RawResponse response = demo.mtls(pki.partnerB(), null, ORDERS_OF_A.bearer(tokenOfB));

        assertThat(response.status()).isEqualTo(403);
        assertThat(challengeOf(response)).contains("realm=\"orders\"", "error=\"insufficient_scope\"");
        assertThat(response.body()).doesNotContain("server-a-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/orders/server-b/../server-a 400 400",
                "/orders/server-b/%2e%2e/server-a 400 400",
                "/orders/./server-a 400 400",
                "/orders/server-a;x=server-b 200 403",
                "/orders/%73erver-a 200 403",
                "/orders/server-b%2f..%2fserver-a 400 400",
                "/orders//server-a 400 400",
                "/orders/SERVER-A 403 403",
                "/orders/server-a%20 400 400",
                "/orders/server-a/ 404 403",
                "/orders/server-b/server-a 403 403"
            })
    @DisplayName("a spelling of the path that leads a partner to its orders leads no other partner there")
    void keepsPartnersApartHoweverThePathIsSpelt(String path, int statusOfA, int statusOfB) throws Exception {
        RawResponse own = demo.mtls(pki.serverA(), null, RawRequest.get(path).bearer(tokenOfA));
        RawResponse other = demo.mtls(pki.partnerB(), null, RawRequest.get(path).bearer(tokenOfB));

        assertThat(own.status()).isEqualTo(statusOfA);
        assertThat(own.body().contains("server-a-")).isEqualTo(statusOfA == 200);
        assertThat(other.status()).isEqualTo(statusOfB);
        assertThat(other.body()).doesNotContain("server-a-");
    }

    @Test
    @DisplayName("a client without the scope is refused")
    void needsTheScope(@TempDir Path directory) throws Exception {
        Map<String, Object> client = Map.of(
                "client_id", "server-a",
                "token_endpoint_auth_method", "self_signed_tls_client_auth",
                "jwks", Map.of("keys", List.of(DemoRegistrations.jwk(pki.selfSigned()))),
                "tls_client_certificate_bound_access_tokens", true,
                "scope", "orders:write");
        try (RunningDemo other = RunningDemo.start(directory, pki, RunningDemo.clients(directory, client))) {
            String token = other.tokenOf(pki.selfSigned(), "server-a");
            RawResponse response = other.mtls(pki.selfSigned(), null, ORDERS_OF_A.bearer(token));

            assertThat(response.status()).isEqualTo(403);
            assertThat(challengeOf(response)).contains("insufficient_scope", "scope=\"orders:read\"");
        }
    }

    @Test
    void knowsNothingButOrders() throws Exception {
        RawRequest other = RawRequest.get("/invoices/server-a/open");

        assertThat(demo.mtls(pki.serverA(), null, other.bearer(tokenOfA)).status())
                .isEqualTo(403);
        assertThat(demo.mtls(pki.serverA(), null, other).status()).isEqualTo(403);
    }

    @Test
    void takesOnlyReads() throws Exception {
        RawRequest post = RawRequest.of("POST", "/orders/server-a").bearer(tokenOfA);

        assertThat(demo.mtls(pki.serverA(), null, post.form("a=b")).status()).isEqualTo(405);
    }

    private static String challengeOf(RawResponse response) {
        assertThat(response.headers("WWW-Authenticate")).hasSize(1);
        return response.headers("WWW-Authenticate").get(0);
    }
}
