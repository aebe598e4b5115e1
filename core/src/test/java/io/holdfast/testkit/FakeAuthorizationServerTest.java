package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeAuthorizationServerTest {

    private final TestPki pki = TestPki.create();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeAuthorizationServer.start(pki.server(), "/tenant");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void issuesTokensBoundToTheCallersCertificate(String protocol) throws Exception {
        RawResponse answer = RawHttpsClient.once(
                server.uri("/"),
                pki.selfSigned().clientContext(pki.authority().certificate()),
                protocol,
                RawRequest.of("POST", "/token").form("grant_type=client_credentials&client_id=me&scope=a+b"));

        assertThat(answer.status()).isEqualTo(200);
        String token = answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
        JwtClaims claims = verify(token);
        assertThat(claims.getClaimValue("cnf"))
                .isEqualTo(Map.of("x5t#S256", pki.selfSigned().thumbprint()));
        assertThat(claims.getClaimValue("scope")).isEqualTo("a b");
        RecordedCall call = server.calls("/token").get(0);
        assertThat(call.tlsProtocol()).isEqualTo(protocol);
        assertThat(call.clientThumbprint()).contains(pki.selfSigned().thumbprint());
        assertThat(call.formValue("client_id")).contains("me");
    }

    @Test
    void letsClientsWithoutCertificateIn() throws Exception {
        assertThat(get("/jwks").status()).isEqualTo(200);
        assertThat(server.calls("/jwks").get(0).clientThumbprint()).isEqualTo(Optional.empty());
    }

    @Test
    void publishesMetadataInBothLayouts() throws Exception {
        assertThat(get("/.well-known/oauth-authorization-server/tenant").body()).contains(server.issuer());
        assertThat(get("/tenant/.well-known/openid-configuration").body()).contains(server.issuer());
        assertThat(get("/.well-known/openid-configuration").status()).isEqualTo(404);
    }

    @Test
    void answersAsScripted() throws Exception {
        server.always("/jwks", ScriptedAnswer.status(500))
                .queue("/jwks", ScriptedAnswer.redirectTo("https://x.example/"));

        assertThat(get("/jwks").headers("Location")).containsExactly("https://x.example/");
        assertThat(get("/jwks").status()).isEqualTo(500);
        server.reset();
        assertThat(get("/jwks").status()).isEqualTo(200);
    }

    @Test
    void goesDownAndComesBackOnItsPort() throws Exception {
        server.goDown();
        assertThatThrownBy(() -> get("/jwks")).isInstanceOf(IOException.class);
        server.comeBack();
        assertThat(get("/jwks").status()).isEqualTo(200);
    }

    @Test
    void mintsTokensWithEveryKindOfKey() throws Exception {
        for (SigningKey key : List.of(
                server.tokens().rsaKey(),
                server.tokens().rsaKey().as("PS256"),
                server.tokens().ecKey(),
                server.tokens().edKey())) {
            assertThat(verify(server.tokens()
                                    .boundTo(pki.serverA())
                                    .signedBy(key)
                                    .compact())
                            .getSubject())
                    .isEqualTo("server-a");
        }
    }

    private RawResponse get(String path) throws IOException {
        return RawHttpsClient.once(
                server.uri("/"),
                TestTls.clientWithoutCertificate(pki.authority().certificate()),
                null,
                RawRequest.get(path));
    }

    private JwtClaims verify(String token) throws Exception {
        // the RSA key says it is for RS256, and here it signs PS256 too
        String keys = server.tokens().jwkSet().replaceAll("\"alg\":\"RS256\",?", "");
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
                .setJwsAlgorithmConstraints(
                        org.jose4j.jwa.AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                        AlgorithmIdentifiers.EDDSA)
                .setExpectedIssuer(server.issuer())
                .setExpectedAudience(TestTokens.AUDIENCE)
                .build()
                .processToClaims(token);
    }
}
