package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestPki;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a token, and the documents that go with it; checked with the JDK alone. */
class IssuedTokenTest {
    private static final String FORM = "grant_type=client_credentials&client_id=server-a";

    private static RunningTokenService demo;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        demo = RunningTokenService.start(
                directory, TestPki.create(), settings -> settings.tokenLifetime(Duration.ofMinutes(2)));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    @DisplayName("A-23 the header says at+jwt, an asymmetric algorithm and the key")
    void hasTheHeader() throws Exception {
        assertThat(issue().header())
                .containsOnlyKeys("typ", "alg", "kid")
                .containsEntry("typ", "at+jwt")
                .containsEntry("alg", "ES256")
                .containsEntry("kid", publishedKey().get("kid"));
    }

    @Test
    @DisplayName("A-23 A-26 the claims are those of RFC 9068, and the subject is the client")
    void hasTheClaims() throws Exception {
        long before = Instant.now().getEpochSecond();
        Map<String, Object> claims = issue().claims();
        long after = Instant.now().getEpochSecond();

        assertThat(claims)
                .containsOnlyKeys("iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope", "cnf")
                .containsEntry("iss", demo.issuer())
                .containsEntry("sub", "server-a")
                .containsEntry("client_id", "server-a")
                .containsEntry("aud", RunningTokenService.RESOURCE)
                .containsEntry("scope", "orders:read");
        assertThat((Long) claims.get("iat")).isBetween(before, after);
        assertThat((Long) claims.get("exp") - (Long) claims.get("iat")).isEqualTo(120);
        assertThat(claims.get("cnf"))
                .isEqualTo(Map.of("x5t#S256", demo.pki.serverA().thumbprint()));
    }

    @Test
    @DisplayName("A-23 A-24 the signature is one of the published P-256 key")
    void isSigned() throws Exception {
        String token = issue().text();
        int dot = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(publicKey(publishedKey()));
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1))))
                .isTrue();
    }

    @Test
    @DisplayName("A-24 each token has its own identifier of at least 128 bits")
    void hasAnIdentifierOfItsOwn() throws Exception {
        Set<Object> identifiers = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            identifiers.add(issue().claims().get("jti"));
        }

        assertThat(identifiers)
                .hasSize(20)
                .allSatisfy(jti ->
                        assertThat(Base64.getUrlDecoder().decode((String) jti)).hasSizeGreaterThanOrEqualTo(16));
    }

    @Test
    @DisplayName("A-38 the alias port asks for a certificate, the ordinary port does not")
    void asksOnTheAliasPortOnly() throws Exception {
        RawRequest request = RawRequest.of("POST", "/token").form(FORM);

        assertThat(demo.mtls(demo.pki.serverA(), null, request).status()).isEqualTo(200);
        assertThat(demo.ordinary(request).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("A-39 the JWKS holds one public key and nothing else of it")
    void publishesPublicMembersOnly() throws Exception {
        RawResponse response = demo.ordinary(RawRequest.get("/jwks"));

        assertThat(json(response)).containsOnlyKeys("keys");
        assertThat((List<?>) json(response).get("keys")).hasSize(1);
        assertThat(publishedKey())
                .containsOnlyKeys("kty", "crv", "x", "y", "kid", "use", "alg")
                .containsEntry("kty", "EC")
                .containsEntry("crv", "P-256")
                .containsEntry("use", "sig")
                .containsEntry("alg", "ES256");
    }

    @Test
    @DisplayName("A-39 the key id is the JWK's thumbprint")
    void namesTheKeyByItsThumbprint() throws Exception {
        Map<?, ?> jwk = publishedKey();
        String canonical =
                "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + jwk.get("x") + "\",\"y\":\"" + jwk.get("y") + "\"}";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));

        assertThat(jwk.get("kid"))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    @Test
    @DisplayName("A-39 every start makes a new key")
    void makesANewKeyAtEveryStart(@TempDir Path directory) throws Exception {
        try (RunningTokenService other = RunningTokenService.start(directory)) {
            assertThat(json(other.ordinary(RawRequest.get("/jwks"))).get("keys").toString())
                    .doesNotContain((String) publishedKey().get("x"));
        }
    }

    private static IssuedToken issue() throws Exception {
        return IssuedToken.of(demo.token(demo.pki.serverA(), FORM));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> publishedKey() throws Exception {
        List<?> keys = (List<?>) json(demo.ordinary(RawRequest.get("/jwks"))).get("keys");
        return (Map<String, Object>) keys.get(0);
    }

    private static PublicKey publicKey(Map<?, ?> jwk) throws Exception {
        AlgorithmParameters p256 = AlgorithmParameters.getInstance("EC");
        p256.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(coordinate(jwk.get("x")), coordinate(jwk.get("y")));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, p256.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger coordinate(Object base64url) {
        return new BigInteger(1, Base64.getUrlDecoder().decode((String) base64url));
    }
}
