package io.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.httpclient.BoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The types that a request passes when everything that it needs is at hand: a reviewer must read them to believe it. The
 * numbers are what they are today, of lines the next fifty; a change that makes them larger says why here.
 */
class WayOfARequestTest {
    /** The first finds nothing at hand; what the others have in common is their way. */
    private static final int REQUESTS = 5;

    @Test
    @DisplayName("the way of a request from doFilter to the application, at the second request with the same token")
    void throughTheFilter(@TempDir Path directory) throws Exception {
        try (DoorFixture at = new DoorFixture(directory, (empty, server, settings) -> {
            settings.put("accessRules", "/api/** scope=orders:read");
            return TomcatServer.start(
                    empty,
                    server,
                    TestWar.of("javax").servedBy(OrdersServlet.class.getName()).guardedByFilter(settings));
        })) {
            Door door = at.door;
            RawRequest request = RawRequest.get("/api/orders")
                    .bearer(at.tokens().boundTo(at.pki.serverA()).compact());
            assertPassed("From doFilter to the application", 44, 4700, () -> {
                assertThat(at.send(door, null, at.pki.serverA(), request).status())
                        .isEqualTo(200);
                return OrdersServlet.PASSED.get();
            });
        }
    }

    private static void assertPassed(String way, int types, long lines, Callable<PassedTypes> request)
            throws Exception {
        PassedTypes unused = request.call();
        PassedTypes passed = null;
        for (int i = 1; i < REQUESTS; i++) {
            PassedTypes.forget();
            PassedTypes next = request.call();
            passed = passed == null ? next : passed.common(next);
        }
        System.out.println(way + ":\n" + passed);
        assertThat(passed.count()).as("types").isLessThanOrEqualTo(types);
        assertThat(passed.lines()).as("lines").isLessThanOrEqualTo(lines);
    }

    @Test
    @DisplayName("the way of a request from execute to the wire, with a token at hand")
    void throughTheKeyRing() throws Exception {
        TestPki pki = TestPki.create();
        try (FakeAuthorizationServer login = FakeAuthorizationServer.start(pki.server());
                FakeAuthorizationServer api = FakeAuthorizationServer.start(pki.server());
                KeyRing keyRing = KeyRing.builder()
                        .keyStore(() -> KeyMaterial.of(
                                pki.serverA().privateKey(), pki.serverA().chain()))
                        .trust(TrustedCertificates.of(List.of(pki.authority().certificate())))
                        .tokenEndpoint(login.uri("/token"))
                        .clientId("server-a")
                        .allowedOrigins("https://localhost:" + api.uri("/").getPort())
                        .build();
                CloseableHttpClient client = BoundTokenInterceptor.of(keyRing)
                        .configure(HttpClients.custom())
                        .build()) {
            login.always(
                    "/token",
                    ScriptedAnswer.json(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
            api.always("/orders", ScriptedAnswer.json(200, "[]"));
            // Stores of cookies that the application keeps apart stay apart: fifty lines of IdentityStores.
            assertPassed("From execute to the answer", 31, 4500, () -> {
                int status = client.execute(new HttpGet(api.uri("/orders")), response -> response.getCode());
                assertThat(status).isEqualTo(200);
                return PassedTypes.sinceForgotten();
            });
        }
    }
}
