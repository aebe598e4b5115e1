package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.SignatureAlgorithm;
import java.lang.reflect.Proxy;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.NameValuePair;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwx.JsonWebStructure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticatedClientTest {
    private static final TestPki PKI = TestPki.create();
    private static final String ID = "the resource: ä&=+";
    private static final String SECRET = "s3cret: %+&=ü/\"\\";

    private FakeAuthorizationServer server;
    private AuthorizationServerConnection connection;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = AuthorizationServerConnection.builder()
                .trust(TrustedCertificates.of(List.of(PKI.authority().certificate())))
                .build();
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    private Map<String, Object> ask(AuthenticatedClient client) throws Exception {
        String token = server.opaqueTokens().issue(server.opaqueTokens().unbound());
        return IntrospectionEndpoint.of(
                        connection, () -> server.uri(FakeAuthorizationServer.INTROSPECTION_PATH), client)
                .build()
                .introspect(token);
    }

    private static KeyMaterial material(TestIdentity identity) throws Exception {
        return KeyMaterial.of(identity.privateKey(), identity.chain());
    }

    @Test
    @DisplayName("refuses a secret with the end of its line, which would be sent, and does not show it")
    void refusesASecretWithALineEnd() {
        assertThatThrownBy(
                        () -> AuthenticatedClient.bySecret("id", ClientAuthentication.CLIENT_SECRET_POST, "s3cret\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control character")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    @DisplayName("S-55 client_secret_basic sends id and secret form-encoded in one header, and nothing in the form")
    void sendsTheSecret() throws Exception {
        server.opaqueTokens().clients(ClientCheck.secret(ID, SECRET));

        assertThat(ask(AuthenticatedClient.bySecret(ID, ClientAuthentication.CLIENT_SECRET_BASIC, SECRET)))
                .containsEntry("active", true);
        assertThatThrownBy(
                        () -> ask(AuthenticatedClient.bySecret(ID, ClientAuthentication.CLIENT_SECRET_BASIC, "other")))
                .hasMessageContaining("401")
                .hasMessageContaining("client_secret_basic")
                .hasMessageContaining("clientId")
                .hasMessageNotContaining("other");
    }

    @Test
    @DisplayName("S-55 client_secret_post sends id and secret in the form, and no header")
    void sendsTheSecretInTheForm() throws Exception {
        server.opaqueTokens().clients(ClientCheck.secretInForm(ID, SECRET));

        assertThat(ask(AuthenticatedClient.bySecret(ID, ClientAuthentication.CLIENT_SECRET_POST, SECRET)))
                .containsEntry("active", true);
        assertThat(server.calls().get(0).form())
                .containsOnlyKeys("token", "token_type_hint", "client_id", "client_secret");
        assertThatThrownBy(
                        () -> ask(AuthenticatedClient.bySecret(ID, ClientAuthentication.CLIENT_SECRET_POST, "other")))
                .hasMessageContaining("401")
                .hasMessageContaining("client_secret_post")
                .hasMessageNotContaining("other");
    }

    @Test
    @DisplayName("C-38 S-55 an assertion has the algorithm, kid, typ and audience that are set")
    void anAssertionHasItsProfile() throws Exception {
        KeyMaterial key = material(PKI.identity("CN=rsa").rsa(2048).build());
        AssertionProfile profile = AssertionProfile.USUAL
                .algorithm(SignatureAlgorithm.RS256)
                .keyId("key-1")
                .type("client-authentication+jwt")
                .audience("https://a.example/token");

        JsonWebSignature assertion =
                assertionOf(AuthenticatedClient.byAssertion(ID, "https://a.example", key, profile, Clock.systemUTC()));

        assertThat(assertion.getAlgorithmHeaderValue()).isEqualTo("RS256");
        assertThat(assertion.getKeyIdHeaderValue()).isEqualTo("key-1");
        assertThat(assertion.getHeader("typ")).isEqualTo("client-authentication+jwt");
        assertion.setKey(key.certificate().getPublicKey());
        assertThat(JwtClaims.parse(assertion.getPayload()).getAudience()).containsExactly("https://a.example/token");
    }

    @Test
    @DisplayName("C-38 an assertion has no kid and the type JWT unless they are set")
    void anAssertionIsUsual() throws Exception {
        JsonWebSignature assertion = assertionOf(AuthenticatedClient.byAssertion(
                ID, "https://a.example", material(PKI.serverA()), AssertionProfile.USUAL, Clock.systemUTC()));

        assertThat(assertion.getKeyIdHeaderValue()).isNull();
        assertThat(assertion.getHeader("typ")).isEqualTo("JWT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "\u00e4"})
    @DisplayName("C-38 what no header could carry is neither kid nor typ nor audience")
    void refusesWhatNoHeaderCarries(String text) {
        assertThatThrownBy(() -> AssertionProfile.USUAL.keyId(text)).hasMessageContaining("The kid ");
        assertThatThrownBy(() -> AssertionProfile.USUAL.type(text)).hasMessageContaining("The typ ");
        assertThatThrownBy(() -> AssertionProfile.USUAL.audience(text)).hasMessageContaining("The aud ");
        assertThatThrownBy(() -> AssertionProfile.USUAL.keyId("k".repeat(2049))).hasMessageContaining("2048");
    }

    @Test
    @DisplayName(
            "C-40 the FAPI 2.0 profile of assertions allows PS256, ES256 and EdDSA, and the issuer as audience alone")
    void keepsToFapi() throws Exception {
        AssertionProfile fapi2 = AssertionProfile.USUAL.fapi2();
        KeyMaterial p256 = material(PKI.identity("CN=p256").ec("secp256r1").build());
        KeyMaterial p384 = material(PKI.identity("CN=p384").ec("secp384r1").build());
        KeyMaterial rsa = material(PKI.identity("CN=rsa").rsa(2048).build());

        assertThat(assertionOf(byAssertion(p256, fapi2)).getAlgorithmHeaderValue())
                .isEqualTo("ES256");
        assertThat(assertionOf(byAssertion(rsa, fapi2.audience("https://a.example")))
                        .getAlgorithmHeaderValue())
                .isEqualTo("PS256");
        assertThatThrownBy(() -> byAssertion(p384, fapi2)).hasMessageContainingAll("ES384", "section 5.4.1");
        assertThatThrownBy(() -> byAssertion(rsa, fapi2.algorithm(SignatureAlgorithm.RS256)))
                .hasMessageContainingAll("RS256", "section 5.4.1");
        assertThatThrownBy(() -> byAssertion(rsa, fapi2.audience("https://a.example/token")))
                .hasMessageContainingAll("https://a.example/token", "section 5.3.3.1", "the issuer, https://a.example");
    }

    private static AuthenticatedClient byAssertion(KeyMaterial key, AssertionProfile profile) {
        return AuthenticatedClient.byAssertion(ID, "https://a.example", key, profile, Clock.systemUTC());
    }

    private static JsonWebSignature assertionOf(AuthenticatedClient client) throws Exception {
        List<NameValuePair> form = new ArrayList<>();
        client.authenticate(form, new LinkedHashMap<>());
        return (JsonWebSignature)
                JsonWebStructure.fromCompactSerialization(form.get(2).getValue());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,,PS256",
        "RSA,RS256,RS256",
        "RSA,PS512,PS512",
        "secp256r1,,ES256",
        "secp384r1,,ES384",
        "secp521r1,,ES512",
        "Ed25519,,EdDSA"
    })
    @DisplayName("S-55 private_key_jwt signs an assertion with the algorithm of the key, or the one that is set")
    void signsAnAssertion(String kind, String set, String expected) throws Exception {
        CertificateBuilder builder = PKI.identity("CN=signer");
        TestIdentity identity = switch (kind) {
            case "RSA" -> builder.rsa(2048).build();
            case "Ed25519" -> builder.ed25519().build();
            default -> builder.ec(kind).build();
        };
        server.opaqueTokens()
                .clients(ClientCheck.assertion(ID, identity.certificate().getPublicKey(), expected, server.issuer()));
        AuthenticatedClient client = AuthenticatedClient.byAssertion(
                ID,
                server.issuer(),
                material(identity),
                set == null
                        ? AssertionProfile.USUAL
                        : AssertionProfile.USUAL.algorithm(SignatureAlgorithm.valueOf(set)),
                Clock.systemUTC());

        assertThat(ask(client)).containsEntry("active", true);
        assertThat(ask(client)).as("a fresh jti").containsEntry("active", true);
        assertThat(server.calls().get(0).form())
                .containsOnlyKeys("token", "token_type_hint", "client_id", "client_assertion_type", "client_assertion");
    }

    @Test
    @DisplayName("S-55 an assertion is good for a minute, for one issuer, and never twice the same")
    void anAssertionIsShortLived() throws Exception {
        AuthenticatedClient client = AuthenticatedClient.byAssertion(
                ID, "https://login.example.com", material(PKI.serverA()), AssertionProfile.USUAL, Clock.systemUTC());
        Set<Object> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            List<NameValuePair> form = new ArrayList<>();
            Map<String, String> headers = new LinkedHashMap<>();
            client.authenticate(form, headers);
            assertThat(headers).isEmpty();
            JsonWebStructure jws =
                    JsonWebStructure.fromCompactSerialization(form.get(2).getValue());
            jws.setKey(PKI.serverA().certificate().getPublicKey());
            JwtClaims claims = JwtClaims.parse(((JsonWebSignature) jws).getPayload());
            assertThat(claims.getExpirationTime().getValue()
                            - claims.getIssuedAt().getValue())
                    .isEqualTo(60);
            assertThat(claims.getAudience()).containsExactly("https://login.example.com");
            assertThat(claims.getClaimNames()).containsExactlyInAnyOrder("iss", "sub", "aud", "jti", "iat", "exp");
            ids.add(claims.getJwtId());
        }
        assertThat(ids).hasSize(20);
    }

    @Test
    @DisplayName("never shows its secret, and needs what its method needs")
    void neverShowsItsSecret() throws Exception {
        assertThat(AuthenticatedClient.bySecret("id", ClientAuthentication.CLIENT_SECRET_BASIC, SECRET))
                .hasToString("client id by client_secret_basic");
        assertThatThrownBy(() -> AuthenticatedClient.bySecret("id", ClientAuthentication.CLIENT_SECRET_POST, ""))
                .hasMessageContaining("client secret is empty");
        assertThatThrownBy(() -> AuthenticatedClient.bySecret("", ClientAuthentication.CLIENT_SECRET_POST, SECRET))
                .hasMessageContaining("client id is empty")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> AuthenticatedClient.byCertificate("id", ClientAuthentication.PRIVATE_KEY_JWT))
                .hasMessageContaining("no authentication by certificate");
        KeyMaterial rsa = material(PKI.identity("CN=rsa").rsa(2048).build());
        assertThatThrownBy(() -> AuthenticatedClient.byAssertion(
                        "id",
                        "https://a.example",
                        rsa,
                        AssertionProfile.USUAL.algorithm(SignatureAlgorithm.ES256),
                        Clock.systemUTC()))
                .hasMessageContaining(
                        "does not fit the algorithm ES256 that is set as the assertionAlgorithm (at a door"
                                + " clientAssertionAlgorithm)");
        assertThatThrownBy(() -> AuthenticatedClient.bySecret("id", ClientAuthentication.PRIVATE_KEY_JWT, SECRET))
                .hasMessageContaining("no authentication by a secret")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    @DisplayName("a key that fits no algorithm is told with those that do, and not as an RSA key that is too short")
    void namesTheKeysThatSign() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
        KeyMaterial unfit = material(PKI.identity("CN=ed448").keyPair(pair).build());

        assertThatThrownBy(() -> AuthenticatedClient.byAssertion(
                        "id", "https://a.example", unfit, AssertionProfile.USUAL, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The key of CN=ed448 is EdDSA and fits no algorithm of assertions. Take an RSA key of at least"
                                + " 2048 bits, an EC key on P-256, P-384 or P-521, or an Ed25519 key.");
    }

    @Test
    @DisplayName("a signature that cannot be made is told with the settings that choose another algorithm")
    void namesTheSettingOfTheAlgorithm() throws Exception {
        TestIdentity identity = PKI.identity("CN=rsa").rsa(2048).build();
        AtomicBoolean unplugged = new AtomicBoolean();
        PrivateKey foreign = (PrivateKey) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RSAPrivateKey.class}, (proxy, method, arguments) -> {
                    if (unplugged.get() && !method.getName().equals("getAlgorithm")) {
                        throw new ProviderException("CKR_DEVICE_REMOVED");
                    }
                    return method.invoke(identity.privateKey(), arguments);
                });
        AuthenticatedClient client = AuthenticatedClient.byAssertion(
                "id",
                "https://a.example",
                KeyMaterial.of(foreign, identity.chain()),
                AssertionProfile.USUAL,
                Clock.systemUTC());

        unplugged.set(true);

        assertThatThrownBy(() -> client.authenticate(new ArrayList<>(), new HashMap<>()))
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining("cannot be signed with PS256")
                .hasMessageContaining(
                        "set another as the assertionAlgorithm (at a door clientAssertionAlgorithm), RS256"
                                + " for example.");
    }
}
