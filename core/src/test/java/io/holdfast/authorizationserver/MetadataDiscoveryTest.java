package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataDiscoveryTest {
    private static final TestPki PKI = TestPki.create();

    private final AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
            .trust(TrustedCertificates.of(List.of(PKI.authority().certificate())))
            .build();
    private final MetadataDiscovery discovery = new MetadataDiscovery(connection);
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server(), "/tenant/one");
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    @DisplayName("asks by the layout of RFC 8414 first, between host and path")
    void asksByRfc8414First() throws Exception {
        AuthorizationServerMetadata metadata = discovery.discover(server.issuer());

        assertThat(metadata.issuer()).isEqualTo(server.issuer());
        assertThat(metadata.tokenEndpoint()).isEqualTo(server.uri("/token"));
        assertThat(metadata.jwksUri()).isEqualTo(server.uri("/jwks"));
        assertThat(server.calls())
                .extracting(RecordedCall::path)
                .containsExactly("/.well-known/oauth-authorization-server/tenant/one");
    }

    @ParameterizedTest(name = "asks by the layout of OpenID Connect when the first gives {0}")
    @ValueSource(strings = {"404", "500", "302", "no JSON", "another issuer"})
    void asksByOpenIdConnectNext(String first) throws Exception {
        server.always(
                server.oauthMetadataPath(),
                switch (first) {
                    case "302" -> ScriptedAnswer.redirectTo("https://localhost/");
                    case "no JSON" -> ScriptedAnswer.json(200, "<html>");
                    case "another issuer" -> ScriptedAnswer.json(200, "{\"issuer\":\"https://localhost\"}");
                    default -> ScriptedAnswer.status(Integer.parseInt(first));
                });

        assertThat(discovery.discover(server.issuer()).tokenEndpoint()).isEqualTo(server.uri("/token"));
        assertThat(server.calls())
                .extracting(RecordedCall::path)
                .containsExactly(
                        "/.well-known/oauth-authorization-server/tenant/one",
                        "/tenant/one/.well-known/openid-configuration");
    }

    @Test
    @DisplayName("an issuer that ends with a slash has the same well-known addresses, but keeps its slash")
    void keepsTheSlashOfAnIssuer() throws Exception {
        server.metadata().put("issuer", server.issuer() + "/");

        assertThat(discovery.discover(server.issuer() + "/").issuer()).isEqualTo(server.issuer() + "/");
        assertThat(server.calls())
                .extracting(RecordedCall::path)
                .containsExactly("/.well-known/oauth-authorization-server/tenant/one");
    }

    @ParameterizedTest(name = "C-28 refuses metadata of the issuer {0}")
    @ValueSource(strings = {"%s/", "%s/x", "https://localhost/tenant/one", "HTTPS%s", " %s", "", "https://evil\n\"x"})
    void refusesMetadataOfAnotherIssuer(String said) {
        String other = said.startsWith("HTTPS")
                ? "HTTPS" + server.issuer().substring(5)
                : String.format(said.contains("%s") ? said : said + "%.0s", server.issuer());
        server.metadata().put("issuer", other);

        assertThatThrownBy(() -> discovery.discover(server.issuer()))
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining("equal character by character")
                .hasMessageNotContaining("\n");
    }

    @Test
    @DisplayName("C-28 refuses metadata without an issuer, or with one that is no string")
    void refusesMetadataWithoutIssuer() {
        server.metadata().remove("issuer");
        assertThatThrownBy(() -> discovery.discover(server.issuer())).hasMessageContaining("names no issuer");

        server.metadata().put("issuer", List.of(server.issuer()));
        assertThatThrownBy(() -> discovery.discover(server.issuer())).hasMessageContaining("names no issuer");
    }

    @Test
    @DisplayName("tells both addresses and what was wrong with each")
    void tellsBothAddresses() {
        server.always(server.oauthMetadataPath(), ScriptedAnswer.status(404));
        server.always(server.openidMetadataPath(), ScriptedAnswer.json(200, "[]"));

        assertThatThrownBy(() -> discovery.discover(server.issuer()))
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining(server.uri(server.oauthMetadataPath()).toString())
                .hasMessageContaining("404")
                .hasMessageContaining(server.uri(server.openidMetadataPath()).toString())
                .hasMessageContaining("JSON");
    }

    @ParameterizedTest(name = "asks nobody for the issuer {0}")
    @ValueSource(
            strings = {
                "http://localhost",
                "localhost",
                "https://localhost?a=b",
                "https://localhost#a",
                "https://u:p@localhost",
                "https://",
                "not a uri"
            })
    void asksNobodyForABadIssuer(String issuer) {
        DocumentSource nobody = uri -> {
            throw new AssertionError("asked " + uri);
        };

        assertThatThrownBy(() -> new MetadataDiscovery(nobody).discover(issuer))
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining("The issuer")
                .hasMessageNotContaining("u:p");
        assertThatThrownBy(() -> MetadataDiscovery.addresses(issuer)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("C-28 S-86 gives no address that is not https")
    void givesNoAddressThatIsNotHttps() throws Exception {
        for (Object bad :
                new Object[] {"http://localhost/token", "/token", "https://u:p@localhost/", 7, "https:x", "::"}) {
            server.metadata().put("token_endpoint", bad);
            server.metadata().put("jwks_uri", bad);
            AuthorizationServerMetadata metadata = discovery.discover(server.issuer());

            assertThatThrownBy(metadata::tokenEndpoint)
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("token_endpoint")
                    .hasMessageContaining("must be an https address");
            assertThatThrownBy(metadata::jwksUri)
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("jwks_uri")
                    .hasMessageNotContaining("u:p");
        }
    }

    @Test
    @DisplayName("an endpoint that nobody calls may be what it likes")
    void passesOverOtherEndpoints() throws Exception {
        server.metadata().put("end_session_endpoint", "http://localhost/logout");
        server.metadata().put("authorization_endpoint", 7);

        assertThat(discovery.discover(server.issuer()).jwksUri()).isEqualTo(server.uri("/jwks"));
    }

    @Test
    @DisplayName("E7 a server that cannot be reached is not asked again for the other layout")
    void asksAServerThatIsDownOnce() throws Exception {
        List<URI> asked = new ArrayList<>();
        MetadataDiscovery counting = new MetadataDiscovery(uri -> {
            asked.add(uri);
            throw new AuthorizationServerException("no answer", new ConnectException());
        });

        assertThatThrownBy(() -> counting.discover(server.issuer())).hasMessageContaining("no answer");
        assertThat(asked).hasSize(1);
    }

    @Test
    @DisplayName("C-3 goes to the mutual TLS alias where there is one, and passes over what is no endpoint")
    void goesToTheAlias() throws Exception {
        assertThat(discovery.discover(server.issuer()).mtlsTokenEndpoint()).isEqualTo(server.uri("/token"));

        server.metadata()
                .put(
                        "mtls_endpoint_aliases",
                        Map.of(
                                "token_endpoint",
                                "https://mtls.localhost:1/token",
                                "issuer",
                                "http://evil.example",
                                "grant_types_supported",
                                List.of("password"),
                                "x",
                                7));
        AuthorizationServerMetadata aliased = discovery.discover(server.issuer());
        assertThat(aliased.mtlsTokenEndpoint()).isEqualTo(URI.create("https://mtls.localhost:1/token"));
        assertThat(aliased.tokenEndpoint()).isEqualTo(server.uri("/token"));
        assertThat(aliased.jwksUri()).isEqualTo(server.uri("/jwks"));
        assertThat(aliased.issuer()).isEqualTo(server.issuer());

        server.metadata().put("mtls_endpoint_aliases", Map.of("introspection_endpoint", "https://localhost/i"));
        assertThat(discovery.discover(server.issuer()).mtlsTokenEndpoint()).isEqualTo(server.uri("/token"));
    }

    @Test
    @DisplayName("C-3 refuses an alias that is not https, and aliases that are no object")
    void refusesABadAlias() throws Exception {
        server.metadata().put("mtls_endpoint_aliases", Map.of("token_endpoint", "http://localhost/token"));
        AuthorizationServerMetadata metadata = discovery.discover(server.issuer());
        assertThatThrownBy(metadata::mtlsTokenEndpoint).hasMessageContaining("token_endpoint");

        server.metadata().put("mtls_endpoint_aliases", List.of());
        assertThatThrownBy(() -> discovery.discover(server.issuer())).hasMessageContaining("mtls_endpoint_aliases");
    }

    @Test
    @DisplayName("what the document lacks is named when it is needed")
    void namesWhatIsMissing() throws Exception {
        server.metadata().remove("token_endpoint");
        server.metadata().remove("jwks_uri");
        AuthorizationServerMetadata metadata = discovery.discover(server.issuer());

        assertThatThrownBy(metadata::tokenEndpoint)
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining("token_endpoint");
        assertThatThrownBy(metadata::mtlsTokenEndpoint).hasMessageContaining("token_endpoint");
        assertThatThrownBy(metadata::jwksUri).hasMessageContaining("jwks_uri");
    }
}
