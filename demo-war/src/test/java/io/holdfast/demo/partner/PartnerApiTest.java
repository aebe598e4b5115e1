package io.holdfast.demo.partner;

import static io.holdfast.demo.RunningDemo.json;
import static io.holdfast.demo.launcher.DemoFiles.SERVER_A_BRIEF;
import static io.holdfast.demo.partner.PartnerFixture.A;
import static io.holdfast.demo.partner.PartnerFixture.challengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import io.holdfast.demo.launcher.DemoRegistrations;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.time.Instant;
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

/** The partner APIs behind the real filters of {@code web.xml}, with tokens of the real token service. */
class PartnerApiTest {
    private static final RawRequest ORDERS_OF_A = RawRequest.get("/orders/server-a");

    private static PartnerFixture partners;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        partners = PartnerFixture.start(directory);
    }

    @AfterAll
    static void stop() {
        partners.close();
    }

    @ParameterizedTest
    @CsvSource({"server-a, orders", "server-a, invoices", "server-b, orders", "server-b, invoices", "server-c, orders"})
    @DisplayName("a partner reads what is its own, and sees which certificate and which binding arrived")
    void givesAPartnerItsOwn(String partner, String api) throws Exception {
        RawResponse response = partners.send(partner, api, RawRequest.get("/" + api + "/" + partner));

        assertThat(response.status()).as(response.toString()).isEqualTo(200);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        Map<String, Object> answer = json(response);
        assertThat(answer).containsOnlyKeys("partner", api, "seen").containsEntry("partner", partner);
        assertThat((List<?>) answer.get(api))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(entry -> assertThat(entry.toString()).contains(partner + "-"));
        TestIdentity owner = partners.identity(partner);
        assertThat(answer.get("seen"))
                .isEqualTo(Map.of(
                        "certificate",
                        owner.certificate().getSubjectX500Principal().getName(),
                        "certificate_thumbprint",
                        owner.thumbprint(),
                        "token_binding",
                        Map.of("x5t#S256", owner.thumbprint())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("a stolen token is refused with the thief's certificate and without one")
    void refusesAStolenToken(String tls) throws Exception {
        RawRequest stolen = ORDERS_OF_A.bearer(partners.token(A, "orders"));

        assertThat(partners.demo.mtls(partners.identity(A), tls, stolen).status())
                .isEqualTo(200);
        for (TestIdentity sender : new TestIdentity[] {partners.demo.pki.thief(), null}) {
            RawResponse response = partners.demo.mtls(sender, tls, stolen);

            assertThat(response.status()).isEqualTo(401);
            assertThat(challengeOf(response)).contains("realm=\"orders\"", "error=\"invalid_token\"");
            assertThat(response.body()).doesNotContain("server-a-");
        }
    }

    @ParameterizedTest
    @CsvSource({"orders, invoices", "invoices, orders"})
    @DisplayName("a token that is for the other API is refused")
    void refusesATokenForTheOtherApi(String api, String other) throws Exception {
        RawResponse response = partners.send(A, other, RawRequest.get("/" + api + "/server-a"));

        assertThat(response.status()).isEqualTo(401);
        assertThat(challengeOf(response)).contains("realm=\"" + api + "\"", "error=\"invalid_token\"");
    }

    @ParameterizedTest
    @CsvSource({"GET, orders:write, orders:read", "POST, orders:read, orders:write"})
    @DisplayName("a client without the scope is refused")
    void needsTheScope(String method, String scope, String missing, @TempDir Path directory) throws Exception {
        Map<String, Object> client = DemoRegistrations.client(A, "Partner A", "self_signed_tls_client_auth", scope);
        TestIdentity identity = partners.demo.pki.selfSigned();
        client.put("jwks", Map.of("keys", List.of(DemoRegistrations.jwk(identity))));
        try (RunningDemo other =
                RunningDemo.start(directory, partners.demo.pki, RunningDemo.clients(directory, client))) {
            RawRequest request = RawRequest.of(method, "/orders/server-a").bearer(other.tokenOf(identity, A));
            RawResponse response = other.mtls(identity, null, request);

            assertThat(response.status()).isEqualTo(403);
            assertThat(challengeOf(response)).contains("insufficient_scope", "scope=\"" + missing + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, orders",
        "PATCH, orders",
        "DELETE, orders",
        "OPTIONS, orders",
        "MADE-UP, orders",
        "get, orders",
        "POST, invoices",
        "PUT, invoices",
        "DELETE, invoices",
        "OPTIONS, invoices"
    })
    @DisplayName("what no rule allows is refused before any token is looked at")
    void refusesOtherMethods(String method, String api) throws Exception {
        RawRequest request = RawRequest.of(method, "/" + api + "/server-a");

        for (RawResponse response :
                List.of(partners.send(A, api, request), partners.send(partners.identity(A), request))) {
            assertThat(response.status()).isEqualTo(403);
            assertThat(challengeOf(response)).isEqualTo("Bearer realm=\"" + api + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders", "/orders/", "/orders/server-a/1001", "/invoices", "/invoices/server-a/open"})
    void hasNothingBesidesThePartnersPaths(String path) throws Exception {
        assertThat(partners.send(A, path.split("/", -1)[1], RawRequest.get(path))
                        .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("a token that is over is refused")
    void refusesAnExpiredToken() throws Exception {
        String token = partners.demo.tokenOf(partners.identity(A), SERVER_A_BRIEF);
        RawRequest request = RawRequest.get("/orders/" + SERVER_A_BRIEF).bearer(token);
        Instant end = Instant.now().plusSeconds(20);
        RawResponse response = partners.send(partners.identity(A), request);
        // Its one second passes for token service and API alike, which have the clock of the system.
        while (response.status() == 200 && Instant.now().isBefore(end)) {
            response = partners.send(partners.identity(A), request);
        }

        assertThat(response.status()).isEqualTo(401);
        assertThat(challengeOf(response)).contains("error=\"invalid_token\"", "The access token expired.");
    }

    @Test
    void answersAHeadRequestWithoutABody() throws Exception {
        RawResponse response = partners.send(A, "orders", RawRequest.of("HEAD", "/orders/server-a"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
    }
}
