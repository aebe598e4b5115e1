package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ProtectedResourceContract} about forged and malformed JWTs: one test for each attack, through every
 * door. Each token is good but for the one thing, and its sender holds the right certificate.
 */
public interface JwtAttackContract {

    DoorFixture at();

    private TokenBuilder good() {
        return at().tokens().boundTo(at().pki.serverA());
    }

    private String signed(String header, String claims) {
        return TestTokens.signed(at().tokens().rsaKey(), header, claims);
    }

    private String withClaims(String claims) {
        return signed(good().headerJson(), claims);
    }

    private void refused(String... tokens) throws IOException {
        for (String token : tokens) {
            at().refused(
                            401,
                            "invalid_token",
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(token));
        }
    }

    @Test
    @DisplayName("A1 S-31 refuses alg none in any letter case")
    default void refusesUnsignedTokens() throws IOException {
        for (String none : List.of("none", "None", "nONE", "NONE")) {
            String unsigned = good().unsigned(none);
            at().refused(
                            401,
                            "invalid_token",
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(unsigned));
            refused(good().header("alg", none).compact());
        }
    }

    @Test
    @DisplayName("A3 S-32 refuses an HMAC with the public key as its secret")
    default void refusesHmacWithThePublicKey() throws IOException {
        for (SigningKey key : List.of(at().tokens().rsaKey(), at().tokens().ecKey())) {
            TokenBuilder token = good().signedBy(key).header("alg", "HS256");
            refused(TestTokens.hmac(
                    token.headerJson(), token.claimsJson(), key.publicKey().getEncoded()));
        }
    }

    @Test
    @DisplayName("A5 S-36 never verifies with a key from the token's own header")
    default void ignoresEmbeddedKeys() throws IOException {
        SigningKey attackers = SigningKey.es256("ec-1");
        refused(
                good().signedBy(attackers).header("jwk", attackers.jwk()).compact(),
                good().signedBy(attackers.named("rsa-1"))
                        .header("jwk", attackers.jwk())
                        .compact(),
                good().signedBy(attackers)
                        .withoutHeader("kid")
                        .header("jwk", attackers.jwk())
                        .compact());
    }

    @Test
    @DisplayName("A7 S-36 never verifies with a certificate from the token's own header")
    default void ignoresEmbeddedCertificates() throws IOException, CertificateEncodingException {
        SigningKey attackers = SigningKey.rs256("rsa-1");
        TestIdentity signer = at().pki
                .identity("CN=signer")
                .keyPair(new KeyPair(attackers.publicKey(), attackers.privateKey()))
                .build();
        String certificate =
                Base64.getEncoder().encodeToString(signer.certificate().getEncoded());
        refused(
                good().signedBy(attackers).header("x5c", List.of(certificate)).compact(),
                good().signedBy(attackers)
                        .header("x5t#S256", signer.thumbprint())
                        .compact());
    }

    @Test
    @DisplayName("A9 S-35 refuses a crit that names anything, or nothing")
    default void refusesCriticalExtensions() throws IOException {
        for (Object crit : Arrays.asList(List.of("exp"), List.of("x"), List.of(), "x", null)) {
            refused(good().header("crit", crit).header("x", 1).compact());
        }
    }

    @Test
    @DisplayName("A11 S-35 refuses an unencoded payload, with and without crit")
    default void refusesUnencodedPayloads() throws IOException {
        refused(
                good().header("b64", false).compact(),
                good().header("b64", true).compact(),
                good().header("b64", false).header("crit", List.of("b64")).compact());
    }

    @Test
    @DisplayName("A13 S-42 refuses duplicate members, in cnf above all")
    default void refusesDuplicateMembers() throws IOException {
        String thumbprint = at().pki.serverA().thumbprint();
        String own = "\"x5t#S256\":\"" + thumbprint + "\"";
        String others = "\"x5t#S256\":\"" + at().pki.thief().thumbprint() + "\"";
        String claims = good().claimsJson();
        assertThat(claims).contains(own);
        refused(
                withClaims(claims.replace(own, others + "," + own)),
                withClaims(claims.replace(own, own + "," + others)),
                withClaims(claims.replace(own, own + "," + own)),
                withClaims(claims.replaceFirst("\\{", "{\"cnf\":{" + own + "},")),
                signed(good().headerJson().replaceFirst("\\{", "{\"alg\":\"RS256\","), claims));
    }

    @Test
    @DisplayName("A15 S-42 refuses JSON that is not strict")
    default void refusesLaxJson() throws IOException {
        String claims = good().claimsJson();
        String inner = claims.substring(1, claims.length() - 1);
        refused(
                withClaims("{" + inner + ",}"),
                withClaims("{/* a comment */" + inner + "}"),
                withClaims(claims.replace('"', '\'')),
                withClaims(claims + claims),
                withClaims("[" + claims + "]"),
                withClaims("\ufeff" + claims));
    }

    @Test
    @DisplayName("A17 S-39 S-42 refuses an exp that is no time, and accepts one with a fraction")
    default void refusesOddExpiries() throws IOException {
        long now = Instant.now().getEpochSecond();
        for (Object exp : Arrays.asList(String.valueOf(now + 300), null, true, List.of(now + 300), -1, 0, now - 600)) {
            refused(good().claim("exp", exp).compact());
        }
        refused(good().withoutClaim("exp").compact());
        at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/echo")
                                .bearer(good().claim("exp", now + 300.5).compact()));
    }

    @Test
    @DisplayName("A19 S-42 refuses numbers of thousands of digits and deep nesting")
    default void refusesExpensiveJson() throws IOException {
        String claims = good().claimsJson();
        for (String value : List.of("9".repeat(3_000), "[".repeat(1_000) + "]".repeat(1_000))) {
            refused(
                    withClaims(claims.replaceFirst("\\{", "{\"x\":" + value + ",")),
                    signed(good().headerJson().replaceFirst("\\{", "{\"x\":" + value + ","), claims));
        }
    }

    @Test
    @DisplayName("A21 S-29 refuses thousands of dots, and a long header that is not signed")
    default void refusesEndlessHeaders() throws IOException {
        String token = good().compact();
        String longHeader = good().header("x", "y".repeat(4_096)).compact();
        refused(
                ".".repeat(5_000),
                longHeader.substring(0, longHeader.indexOf('.')) + token.substring(token.indexOf('.')));
    }

    @Test
    @DisplayName("A23 S-35 refuses an encrypted token, whatever work it asks for")
    default void refusesEncryptedTokens() throws IOException {
        String header = TestTokens.base64Url(
                "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}");
        refused(header + ".AAAA.AAAA.AAAA.AAAA", header + ".AAAA.AAAA");
    }

    @Test
    @DisplayName("A25 S-30 S-43 refuses every other type of JWT")
    default void refusesOtherTypes() throws IOException {
        for (Object type : Arrays.asList(
                "JWT",
                "",
                "at",
                "at+jwt ",
                "x/at+jwt",
                "application/jwt",
                "token-introspection+jwt",
                "dpop+jwt",
                1,
                null)) {
            refused(good().header("typ", type).compact());
        }
        refused(good().withoutHeader("typ").compact());
    }

    @Test
    @DisplayName("A29 S-49 refuses a cnf that is empty, null, a list or a scalar")
    default void refusesOddConfirmationTypes() throws IOException {
        String thumbprint = at().pki.serverA().thumbprint();
        for (Object confirmation : Arrays.asList(
                Map.of(), null, List.of(), "x", thumbprint, 1, true, List.of(Map.of("x5t#S256", thumbprint)))) {
            refused(good().claim("cnf", confirmation).compact());
        }
    }

    @Test
    @DisplayName("A31 S-45 S-52 takes nothing but x5t#S256 of exactly this spelling for a confirmation")
    default void refusesOtherConfirmationMethods() throws IOException {
        String thumbprint = at().pki.serverA().thumbprint();
        byte[] digest = Base64.getUrlDecoder().decode(thumbprint);
        for (Map<String, Object> confirmation : List.<Map<String, Object>>of(
                Map.of("x5t", thumbprint),
                Map.of("x5t#s256", thumbprint),
                Map.of("x5t#S512", thumbprint),
                Map.of("x5t#S256", thumbprint.toLowerCase(java.util.Locale.ROOT)),
                Map.of("x5t#S256", Base64.getUrlEncoder().encodeToString(digest)),
                Map.of("x5t#S256", hex(digest)),
                Map.of("x5t#S256", thumbprint.substring(0, 42)))) {
            refused(good().claim("cnf", confirmation).compact());
        }
    }

    @Test
    @DisplayName("A33 S-51 refuses x5t#S256 beside a method that it cannot check, and ignores unknown members")
    default void refusesASecondMethod() throws IOException {
        String thumbprint = at().pki.serverA().thumbprint();
        refused(
                good().claim("cnf", Map.of("x5t#S256", thumbprint, "jkt", thumbprint))
                        .compact(),
                good().claim(
                                "cnf",
                                Map.of(
                                        "x5t#S256",
                                        thumbprint,
                                        "jkt",
                                        thumbprint,
                                        "jwk",
                                        at().tokens().ecKey().jwk()))
                        .compact());
        at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/echo")
                                .bearer(good().claim("cnf", Map.of("x5t#S256", thumbprint, "note", "x"))
                                        .compact()));
    }

    @Test
    @DisplayName("S-41 refuses a token that lacks a claim of RFC 9068")
    default void refusesIncompleteTokens() throws IOException {
        for (String claim : List.of("iss", "exp", "aud", "sub", "client_id", "iat", "jti")) {
            refused(good().withoutClaim(claim).compact());
        }
    }

    @Test
    @DisplayName("S-67 tells the sender the category of a refusal and no more")
    default void tellsTheSenderNoDetails() throws IOException {
        String expected = at().pki.serverA().thumbprint();
        for (String token : List.of(
                good().header("typ", "nobody").compact(),
                good().claim("aud", "https://other.example").compact(),
                at().token())) {
            RawResponse response = at().refused(
                            401,
                            "invalid_token",
                            at().pki.thief(),
                            RawRequest.get("/api/echo").bearer(token));

            assertThat(response.toString())
                    .doesNotContain(expected)
                    .doesNotContain(at().pki.thief().thumbprint())
                    .doesNotContain("nobody")
                    .doesNotContain("io.holdfast")
                    .doesNotContainIgnoringCase("audience");
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte b : bytes) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }
}
