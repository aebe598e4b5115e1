package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestPki;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveredTokenEndpointTest {
    private static final TestPki PKI = TestPki.create();

    private final SettableClock clock = SettableClock.atPresent();
    private final List<String> remarks = new ArrayList<>();
    private final AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
            .trust(TrustedCertificates.of(List.of(PKI.authority().certificate())))
            .build();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @ParameterizedTest(name = "C-3 goes to the mutual TLS alias with {0}")
    @EnumSource(ClientAuthentication.class)
    void goesToTheAlias(ClientAuthentication method) throws Exception {
        assertThat(place(method, remarks::add).uri()).isEqualTo(server.uri("/token"));

        server.metadata().put("mtls_endpoint_aliases", Map.of("token_endpoint", "https://mtls.example/token"));
        assertThat(place(method, remarks::add).uri()).isEqualTo(URI.create("https://mtls.example/token"));
    }

    @Test
    @DisplayName("C-29 has no remark on metadata that list the method and bind tokens")
    void hasNoRemark() throws Exception {
        place(ClientAuthentication.TLS_CLIENT_AUTH, remarks::add).uri();
        server.metadata().remove("token_endpoint_auth_methods_supported");
        place(ClientAuthentication.CLIENT_SECRET_BASIC, remarks::add).uri();

        assertThat(remarks).isEmpty();
    }

    @ParameterizedTest(name = "C-29 remarks on auth methods {0}")
    @ValueSource(strings = {"other", "absent", "none", "text", "numbers"})
    void remarksOnTheMethod(String kind) throws Exception {
        server.metadata().remove("token_endpoint_auth_methods_supported");
        Object methods = switch (kind) {
            case "other" -> List.of("private_key_jwt", "PRIVATE\n_key", "TLS_CLIENT_AUTH");
            case "none" -> List.of();
            case "text" -> "tls_client_auth";
            default -> List.of(7, Map.of());
        };
        if (!kind.equals("absent")) {
            server.metadata().put("token_endpoint_auth_methods_supported", methods);
        }

        assertThat(place(ClientAuthentication.TLS_CLIENT_AUTH, remarks::add).uri())
                .isEqualTo(server.uri("/token"));
        assertThat(remarks)
                .singleElement()
                .asString()
                .contains(server.issuer(), "do not list tls_client_auth")
                .doesNotContain("\n");
    }

    @ParameterizedTest(name = "C-29 remarks on tls_client_certificate_bound_access_tokens {0}")
    @ValueSource(strings = {"absent", "false", "\"true\"", "1"})
    void remarksOnUnboundTokens(String value) throws Exception {
        server.metadata().remove("tls_client_certificate_bound_access_tokens");
        if (!value.equals("absent")) {
            server.metadata()
                    .put(
                            "tls_client_certificate_bound_access_tokens",
                            value.equals("false") ? (Object) false : value.equals("1") ? (Object) 1 : "true");
        }

        place(ClientAuthentication.TLS_CLIENT_AUTH, remarks::add).uri();

        assertThat(remarks)
                .singleElement()
                .asString()
                .contains("tls_client_certificate_bound_access_tokens", "not be bound");
    }

    @Test
    @DisplayName("C-29 a remark that must not be gives no place, not even the one from before")
    void givesNoPlace() throws Exception {
        EndpointLocation place = place(ClientAuthentication.TLS_CLIENT_AUTH, MetadataRemarks.failing());
        assertThat(place.uri()).isEqualTo(server.uri("/token"));

        server.metadata().put("tls_client_certificate_bound_access_tokens", false);
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(place::uri)
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("tls_client_certificate_bound_access_tokens");
        }

        server.metadata().put("tls_client_certificate_bound_access_tokens", true);
        assertThat(place.uri()).isEqualTo(server.uri("/token"));
    }

    @Test
    @DisplayName("C-29 warns of each remark once")
    void warnsOnce() throws Exception {
        server.metadata().put("tls_client_certificate_bound_access_tokens", false);
        EndpointLocation place = place(ClientAuthentication.TLS_CLIENT_AUTH, MetadataRemarks.warning());
        TestLog log = new TestLog();
        place.uri();
        clock.advance(Duration.ofHours(1));
        place.uri();

        assertThat(log.text()).containsOnlyOnce("not be bound");
        assertThat(server.calls(server.oauthMetadataPath())).hasSize(2);
    }

    @Test
    @DisplayName("C-28 metadata of another issuer give no place, and redirects are not followed")
    void staysWithTheIssuer() throws Exception {
        server.metadata().put("issuer", server.issuer() + "/");
        EndpointLocation place = place(ClientAuthentication.TLS_CLIENT_AUTH, remarks::add);
        assertThatThrownBy(place::uri).hasMessageContaining("equal character by character");

        try (FakeAuthorizationServer other = FakeAuthorizationServer.start(PKI.server())) {
            ScriptedAnswer redirect =
                    ScriptedAnswer.redirectTo(other.uri("/elsewhere").toString());
            server.always(server.oauthMetadataPath(), redirect).always(server.openidMetadataPath(), redirect);
            assertThatThrownBy(place::uri).hasMessageContaining("redirects are not followed");
            assertThat(other.calls()).isEmpty();
        }
    }

    @Test
    @DisplayName("C-28 the wait for metadata that another thread reads is the caller's to bound")
    void waitsAsLongAsItMay() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.hold(server.oauthMetadataPath(), gate);
        EndpointLocation place = DiscoveredEndpoint.ofToken(
                server.issuer(),
                new MetadataDiscovery(connection),
                ClientAuthentication.TLS_CLIENT_AUTH,
                remarks::add,
                Duration.ofMillis(1),
                clock.ticker());
        CompletableFuture<Object> first = asked(place);
        try {
            Await.until(() -> !server.calls(server.oauthMetadataPath()).isEmpty());

            assertThat(asked(place).get(4, TimeUnit.SECONDS)).isInstanceOf(AuthorizationServerException.class);
        } finally {
            gate.countDown();
        }
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(server.uri("/token"));
    }

    /** The place, or the reason why there is none. */
    private static CompletableFuture<Object> asked(EndpointLocation place) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return place.uri();
                    } catch (AuthorizationServerException e) {
                        return e;
                    }
                },
                work -> new Thread(work).start());
    }

    private EndpointLocation place(ClientAuthentication method, MetadataRemarks told) {
        return DiscoveredEndpoint.ofToken(
                server.issuer(),
                new MetadataDiscovery(connection),
                method,
                told,
                Duration.ofSeconds(5),
                clock.ticker());
    }
}
