package io.holdfast.junit;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a test can ask a started token service. */
@Timeout(60)
final class TokenServiceExtensionTest {
    private static final String ORDERS = "https://orders.example";
    private static final String INVOICES = "https://invoices.example";

    @RegisterExtension
    final TokenServiceExtension tokenService = TokenServiceExtension.builder()
            .resource(ORDERS, "orders:read", "orders:write")
            .resource(INVOICES, "orders:read")
            .client("server-a", "orders:read", "orders:write")
            .client(
                    "SERVER-A",
                    client -> client.scopes("orders:read")
                            .certificate(pki -> pki.identity("CN=Other")
                                    .dns("other.example")
                                    .rsa(2048))
                            .member("tls_client_auth_san_dns", "other.example"))
            .client("self-signed", client -> client.selfSigned().scopes("orders:read"))
            .build();

    @Test
    void fetchesATokenThatIsBoundToTheClient() throws Exception {
        Map<String, Object> claims = claims(tokenService.accessToken("server-a"));

        assertThat(claims)
                .contains(
                        entry("iss", tokenService.issuer()),
                        entry("sub", "server-a"),
                        entry("client_id", "server-a"),
                        entry("scope", "orders:read orders:write"),
                        entry(
                                "cnf",
                                Map.of(
                                        "x5t#S256",
                                        tokenService.identity("server-a").thumbprint())));
    }

    @Test
    void asksForTheScopesAndResourcesThatTheTestNames() throws Exception {
        TokenRequest request = TokenRequest.clientCredentials(Set.of("orders:read"), Set.of(INVOICES));

        assertThat(claims(tokenService.accessToken("server-a", "orders:write"))).containsEntry("scope", "orders:write");
        assertThat(claims(tokenService.request("server-a", request).accessToken())
                        .get("aud"))
                .isIn(INVOICES, List.of(INVOICES));
    }

    @Test
    void fetchesATokenForAClientThatIsKnownByAnotherName() throws Exception {
        TestIdentity other = tokenService.identity("SERVER-A");

        assertThat(other.certificate().getPublicKey().getAlgorithm()).isEqualTo("RSA");
        assertThat(claims(tokenService.accessToken("SERVER-A")))
                .containsEntry("cnf", Map.of("x5t#S256", other.thumbprint()));
    }

    @Test
    void fetchesATokenForASelfSignedClient() throws Exception {
        assertThat(tokenService.identity("self-signed").chain()).hasSize(1);
        assertThat(claims(tokenService.accessToken("self-signed")))
                .containsEntry(
                        "cnf",
                        Map.of("x5t#S256", tokenService.identity("self-signed").thumbprint()));
    }

    @Test
    void showsTheRefusalOfTheTokenEndpoint() {
        TokenRequest request = TokenRequest.clientCredentials(Set.of("orders:delete"), Set.of());

        assertThatExceptionOfType(TokenErrorException.class)
                .isThrownBy(() -> tokenService.request("server-a", request))
                .returns("invalid_scope", TokenErrorException::error);
        assertThatIllegalStateException()
                .isThrownBy(() -> tokenService.accessToken("server-a", "orders:delete"))
                .withMessageContaining("server-a")
                .withMessageContaining("invalid_scope");
    }

    @Test
    void namesTheRegisteredClientsWhenAskedForAnother() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokenService.identity("server-b"))
                .withMessageContaining("'server-b'")
                .withMessageContaining("server-a, SERVER-A, self-signed")
                .withMessageContaining(".client(\"server-b\")");
    }

    @Test
    void servesMetadataAndKeys() throws Exception {
        RawResponse metadata = get(URI.create(tokenService.issuer()), "/.well-known/oauth-authorization-server");
        Map<String, Object> members = JsonUtil.parseJson(metadata.body());

        assertThat(members).containsEntry("issuer", tokenService.issuer());
        assertThat(members).containsEntry("jwks_uri", tokenService.jwksUri().toString());
        assertThat(members)
                .extractingByKey("mtls_endpoint_aliases", as(MAP))
                .containsEntry("token_endpoint", tokenService.tokenEndpoint().toString());
    }

    @Test
    void writesKeyStoresThatOpenWithThePassword() throws Exception {
        for (Map.Entry<Path, X509Certificate> expected : Map.of(
                        tokenService.keyStore("server-a"),
                        tokenService.identity("server-a").certificate(),
                        tokenService.keyStore("SERVER-A"),
                        tokenService.identity("SERVER-A").certificate(),
                        tokenService.serverKeyStore(),
                        tokenService.pki().server().certificate())
                .entrySet()) {
            assertThat(open(expected.getKey()).getCertificate("identity")).isEqualTo(expected.getValue());
        }
        assertThat(open(tokenService.trustStore()).getCertificate("trusted"))
                .isEqualTo(tokenService.pki().authority().certificate());
        assertThat(tokenService.authorities()).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(tokenService.pem("server-a")).content().contains("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void letsOnlyTheOwnerLookAtTheKeys() throws Exception {
        Path directory = tokenService.serverKeyStore().getParent();

        if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void renewsACertificateInTheFiles() throws Exception {
        TestIdentity before = tokenService.identity("server-a");
        Path keyStore = tokenService.keyStore("server-a");
        Path pem = tokenService.pem("server-a");
        String oldPem = Files.readString(pem);
        TestIdentity renewed = tokenService.renew("server-a");

        assertThat(renewed.certificate()).isNotEqualTo(before.certificate());
        assertThat(renewed.certificate().getPublicKey())
                .isNotEqualTo(before.certificate().getPublicKey());
        assertThat(tokenService.identity("server-a")).isSameAs(renewed);
        assertThat(tokenService.keyStore("server-a")).isEqualTo(keyStore);
        assertThat(open(keyStore).getCertificate("identity")).isEqualTo(renewed.certificate());
        assertThat(Files.readString(pem)).isNotEqualTo(oldPem);
        assertThat(claims(tokenService.accessToken("server-a")))
                .containsEntry("cnf", Map.of("x5t#S256", renewed.thumbprint()));
    }

    @Test
    void saysWhyASelfSignedCertificateIsNotRenewed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> tokenService.renew("self-signed"))
                .withMessageContaining("'self-signed'")
                .withMessageContaining("registered with exactly the self-signed certificate");
    }

    @Test
    void refusesConnectionsWhileItIsStopped() {
        URI endpoint = tokenService.tokenEndpoint();
        TokenRequest request = TokenRequest.clientCredentials(Set.of(), Set.of());
        tokenService.stop();

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort()).close());
        assertThatExceptionOfType(AuthorizationServerException.class)
                .isThrownBy(() -> tokenService.request("server-a", request));
        assertThatIllegalStateException()
                .isThrownBy(() -> tokenService.accessToken("server-a"))
                .withMessageContaining("since the token service is stopped")
                .withMessage("Client 'server-a' got no token, since the token service is stopped: " + endpoint
                        + " refuses connections until start() is called.");
        assertThat(tokenService.token("server-a").mint()).isNotEmpty();
    }

    @Test
    void comesBackOnTheSamePortsWithTheSameKeys() throws Exception {
        String issuer = tokenService.issuer();
        String keys = get(tokenService.jwksUri(), "/jwks").body();
        tokenService.stop();
        tokenService.start();

        assertThat(tokenService.issuer()).isEqualTo(issuer);
        assertThat(get(tokenService.jwksUri(), "/jwks").body()).isEqualTo(keys);
        assertThat(claims(tokenService.accessToken("server-a"))).containsEntry("iss", issuer);
    }

    @Test
    void tellsWhatItWasAsked() throws Exception {
        tokenService.accessToken("server-a", "orders:read");
        get(tokenService.jwksUri(), "/jwks");
        List<RecordedRequest> requests = tokenService.requests();

        assertThat(requests).hasSize(2);
        RecordedRequest token = requests.get(0);
        assertThat(token.method()).isEqualTo("POST");
        assertThat(token.path()).isEqualTo("/token");
        assertThat(token.status()).isEqualTo(200);
        assertThat(token.clientCertificate())
                .contains(tokenService.identity("server-a").certificate());
        assertThat(token.parameter("grant_type")).contains("client_credentials");
        assertThat(token.parameter("scope")).contains("orders:read");
        assertThat(requests.get(1)).hasToString("GET /jwks {} without a certificate: 200");
        tokenService.clearRequests();
        assertThat(tokenService.requests()).isEmpty();
    }

    @Test
    void keepsNoSecretsOfWhatItWasAsked() throws Exception {
        String secrets = "&client_secret=hidden-1&client_assertion=hidden-2&code=hidden-3&refresh_token=hidden-4"
                + "&subject_token=hidden-5&token=hidden-6&code_verifier=hidden-7&password=hidden-8";
        RawRequest request = RawRequest.of("POST", "/token?token=hidden-9")
                .header("Authorization", "Basic aGlkZGVu")
                .form("grant_type=client_credentials&client_id=server-a&resource=" + ORDERS + "&resource=" + INVOICES
                        + secrets);
        RawHttpsClient.once(URI.create(tokenService.mtlsBaseUrl()), tokenService.sslContext("server-a"), null, request);
        RecordedRequest recorded = tokenService.requests().get(0);

        assertThat(recorded.toString()).contains("client_id=server-a").doesNotContain("hidden", "aGlkZGVu");
        assertThat(recorded.resources()).containsExactly(ORDERS, INVOICES);
        for (String secret : List.of("client_secret", "client_assertion", "code", "refresh_token", "token")) {
            assertThat(recorded.parameter(secret)).as(secret).isEmpty();
        }
    }

    @Test
    void remembersTheLastThousandRequests() throws Exception {
        URI server = tokenService.jwksUri();
        try (RawHttpsClient client = RawHttpsClient.connect(server, tokenService.sslContext(), null)) {
            client.send(RawRequest.get("/first"));
            for (int i = 0; i < 1000; i++) {
                client.send(RawRequest.get("/more"));
            }
        }

        assertThat(tokenService.requests())
                .hasSize(1000)
                .allMatch(request -> request.path().equals("/more"));
    }

    @Test
    void publishesTheOldSigningKeyBesideTheNewOne() throws Exception {
        String before = get(tokenService.jwksUri(), "/jwks").body();
        tokenService.accessToken("server-a");
        String kid = tokenService.rotateSigningKey();
        String after = get(tokenService.jwksUri(), "/jwks").body();

        assertThat(before).doesNotContain(kid);
        assertThat(kids(after)).hasSize(2).contains(kid).containsAll(kids(before));
        tokenService.withdrawRetiredKeys();
        assertThat(kids(get(tokenService.jwksUri(), "/jwks").body())).containsExactly(kid);
    }

    @Test
    void mintsWhatIsAskedFor() throws Exception {
        String token = tokenService
                .token("server-a")
                .subject("alice")
                .scopes()
                .audience(ORDERS, INVOICES)
                .claim("partner", "a")
                .withoutClaim("jti")
                .mint();

        assertThat(claims(token))
                .containsEntry("sub", "alice")
                .containsEntry("aud", List.of(ORDERS, INVOICES))
                .containsEntry("partner", "a")
                .doesNotContainKeys("scope", "jti");
    }

    @Test
    void showsNoTokenWhileItIsMade() {
        AccessTokenBuilder builder = tokenService.token("server-a");

        assertThat(builder.toString()).contains("server-a").doesNotContain(builder.mint());
    }

    private RawResponse get(URI server, String path) throws Exception {
        return RawHttpsClient.once(server, tokenService.sslContext(), null, RawRequest.get(path));
    }

    private static List<String> kids(String jwks) throws JoseException {
        return new JsonWebKeySet(jwks)
                .getJsonWebKeys().stream().map(JsonWebKey::getKeyId).toList();
    }

    private KeyStore open(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, tokenService.password().toCharArray());
        }
        return store;
    }

    private static Map<String, Object> claims(String token) throws JoseException {
        byte[] json = Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
        return JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
    }
}
