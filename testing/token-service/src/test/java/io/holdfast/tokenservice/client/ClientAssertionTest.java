package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static io.holdfast.tokenservice.http.OAuthError.TEMPORARILY_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.RunningTokenService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code private_key_jwt} (RFC 7523 §3). */
class ClientAssertionTest {
    private static final TestPki PKI = TestPki.create();
    private static final StubHttpRequest BARE = StubHttpRequest.by();

    private final SettableClock clock = SettableClock.atPresent();
    private AuthenticatorFixture service;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        service = AuthenticatorFixture.of(AuthenticatorFixture.builder(
                PKI, directory, clock, client("a", PKI.serverA()), client("b", PKI.partnerB())));
    }

    private static Map<String, Object> client(String id, TestIdentity identity) {
        return Map.of(
                "client_id",
                id,
                "token_endpoint_auth_method",
                "private_key_jwt",
                "jwks",
                Map.of("keys", List.of(RunningTokenService.jwk(identity))));
    }

    private TestAssertion assertion() {
        return new TestAssertion("a", AuthenticatorFixture.ISSUER, clock.instant());
    }

    private String good() {
        return assertion().signedBy(PKI.serverA());
    }

    @Test
    @DisplayName("A-4 an assertion signed with the registered key proves the client, with or without client_id")
    void takesAnAssertion() throws Exception {
        assertThat(service.clientOf(TestAssertion.form(good()), BARE)).isEqualTo("a");
        assertThat(service.clientOf(TestAssertion.form(good()) + "&client_id=a", BARE))
                .isEqualTo("a");
    }

    @Test
    @DisplayName("A-21 a certificate beside the assertion is there to bind tokens to")
    void tellsTheCertificate() throws Exception {
        StubHttpRequest request = StubHttpRequest.by(PKI.thief().certificate());

        assertThat(service.authenticate(TestAssertion.form(good()), request).certificate())
                .contains(PKI.thief().certificate());
    }

    @Test
    @DisplayName("A-4 aud is the issuer, the token endpoint or its alias, and nobody else")
    void checksTheAudience() throws Exception {
        for (String audience : AuthenticatorFixture.AUDIENCES) {
            assertThat(service.clientOf(form(assertion().claim("aud", audience)), BARE))
                    .isEqualTo("a");
        }
        assertThat(service.clientOf(form(assertion().claim("aud", List.of(AuthenticatorFixture.ISSUER))), BARE))
                .isEqualTo("a");
        for (Object wrong : Arrays.asList(
                "https://other.example",
                AuthenticatorFixture.ISSUER + "/",
                List.of(),
                1,
                null,
                List.of(AuthenticatorFixture.ISSUER, "https://other.example"))) {
            assertRefused(assertion().claim("aud", wrong));
        }
    }

    @Test
    @DisplayName("A-4 iss and sub are the client")
    void checksIssuerAndSubject() {
        assertRefused(assertion().claim("sub", "b"));
        assertRefused(assertion().claim("iss", "b"));
        assertRefused(assertion().claim("iss", "b").claim("sub", "b"));
        assertRefused(assertion().claim("iss", "nobody"));
        assertRefused(assertion().claim("iss", 1));
        assertRefused(assertion().claim("iss", List.of("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "exp", "jti"})
    @DisplayName("A-4 each of the five claims is required")
    void requiresClaims(String claim) {
        assertRefused(assertion().without(claim));
    }

    @Test
    @DisplayName("A-4 an assertion that has expired, is not valid yet, or is valid for long, is refused")
    void checksTheTimes() throws Exception {
        long now = clock.instant().getEpochSecond();

        assertRefused(assertion().claim("exp", now - 31));
        assertRefused(assertion().claim("exp", now + 331));
        assertRefused(assertion().claim("exp", "soon"));
        assertRefused(assertion().claim("nbf", now + 120));
        assertRefused(assertion().claim("iat", now + 120));
        assertThat(service.clientOf(form(assertion().claim("exp", now + 300)), BARE))
                .isEqualTo("a");
    }

    @Test
    @DisplayName("A-4 an assertion works once, as long as it is valid")
    void refusesReplay() throws Exception {
        String form = form(assertion().claim("exp", clock.instant().getEpochSecond() + 300));
        assertThat(service.clientOf(form, BARE)).isEqualTo("a");

        assertThat(service.refusal(form, BARE)).isEqualTo(INVALID_CLIENT);
        clock.advance(Duration.ofSeconds(329));
        assertThat(service.refusal(form, BARE)).isEqualTo(INVALID_CLIENT);
        clock.advance(Duration.ofSeconds(2));
        assertThat(service.refusal(form, BARE)).isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-4 a jti counts for its client alone, and a failed assertion uses none up")
    void countsEachClientForItself() throws Exception {
        assertRefused(assertion().claim("jti", "one").claim("sub", "b"));
        assertThat(service.clientOf(form(assertion().claim("jti", "one")), BARE))
                .isEqualTo("a");
        String other = new TestAssertion("b", AuthenticatorFixture.ISSUER, clock.instant())
                .claim("jti", "one")
                .signedBy(PKI.partnerB());

        assertThat(service.clientOf(TestAssertion.form(other), BARE)).isEqualTo("b");
    }

    @Test
    @DisplayName("A-4 a jti is a text that is not long")
    void refusesOddIdentifiers() {
        for (Object jti : Arrays.asList("", 1, null, List.of("a"), "x".repeat(257))) {
            assertRefused(assertion().claim("jti", jti));
        }
    }

    @Test
    @DisplayName("A-4 memory for used assertions is bounded, and when it is full no more are taken until some expire")
    void boundsTheMemory() throws Exception {
        UsedAssertions used = new UsedAssertions(clock);
        for (int i = 0; i < UsedAssertions.MOST; i++) {
            assertThat(used.use("a", "id-" + i, clock.instant().plusSeconds(60)))
                    .isTrue();
        }

        assertThat(catchThrowable(() -> used.use("a", "more", clock.instant().plusSeconds(60))))
                .hasMessageContaining("'a'");
        assertThat(used.use("b", "more", clock.instant().plusSeconds(60))).isTrue();
        clock.advance(Duration.ofSeconds(60));
        assertThat(used.use("a", "more", clock.instant().plusSeconds(60))).isTrue();
    }

    @Test
    @DisplayName("A-4 another's key, a secret, no signature and a changed one prove nothing")
    void checksTheSignature() {
        byte[] publicKey = PKI.serverA().certificate().getPublicKey().getEncoded();
        String jwt = good();

        assertThat(service.refusal(TestAssertion.form(assertion().signedBy(PKI.partnerB())), BARE))
                .isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal(
                        TestAssertion.form(assertion().header("alg", "HS256").signed(new HmacKey(publicKey))), BARE))
                .isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal(
                        TestAssertion.form(assertion().header("alg", "none").signed(null)), BARE))
                .isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal(TestAssertion.form(jwt.substring(0, jwt.lastIndexOf('.') + 1)), BARE))
                .isEqualTo(INVALID_CLIENT);
        assertThat(service.refusal(TestAssertion.form(jwt.replaceFirst("\\..", ".x")), BARE))
                .isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-4 no key that comes with the assertion counts")
    void ignoresKeysInTheHeader() {
        Map<String, Object> thief = RunningTokenService.jwk(PKI.thief());

        assertThat(service.refusal(
                        TestAssertion.form(assertion().header("jwk", thief).signedBy(PKI.thief())), BARE))
                .isEqualTo(INVALID_CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt", "token-introspection+jwt", "dpop+jwt"})
    @DisplayName("A-4 a JWT of another kind is no assertion")
    void refusesOtherTypes(String type) {
        assertRefused(assertion().header("typ", type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "client-authentication+jwt"})
    @DisplayName("A-4 a type that says it is an assertion, or just a JWT, is taken")
    void takesTypes(String type) throws Exception {
        assertThat(service.clientOf(form(assertion().header("typ", type)), BARE))
                .isEqualTo("a");
    }

    @Test
    @DisplayName("A-4 a kid that no key has finds the keys without one")
    void findsKeysWithoutId() throws Exception {
        assertThat(service.clientOf(form(assertion().header("kid", "x")), BARE)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:ietf:params:oauth:client-assertion-type:saml2-bearer", "jwt-bearer", "x"})
    @DisplayName("A-29 another type of assertion gives invalid_client")
    void refusesOtherAssertionTypes(String type) {
        assertThat(service.refusal("client_assertion_type=" + type + "&client_assertion=" + good(), BARE))
                .isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-29 half an assertion gives invalid_request")
    void refusesHalves() {
        assertThat(service.refusal("client_id=a&client_assertion=" + good(), BARE))
                .isEqualTo(INVALID_REQUEST);
        assertThat(service.refusal("client_id=a&client_assertion_type=" + TestAssertion.TYPE, BARE))
                .isEqualTo(INVALID_REQUEST);
    }

    @Test
    @DisplayName("A-5 client_id beside the assertion is its client, and no other method comes with it")
    void refusesTwoNamesAndTwoMethods() {
        assertThat(service.refusal(TestAssertion.form(good()) + "&client_id=b", BARE))
                .isEqualTo(INVALID_REQUEST);
        assertThat(service.refusal(TestAssertion.form(good()) + "&client_id=a&client_secret=x", BARE))
                .isEqualTo(INVALID_REQUEST);
        assertThat(service.refusal(TestAssertion.form(good()), BARE.withAuthorization("Basic YTpi")))
                .isEqualTo(INVALID_REQUEST);
    }

    @Test
    @DisplayName("A-4 an assertion client cannot use the certificate of its key")
    void refusesJustACertificate() {
        StubHttpRequest request =
                StubHttpRequest.by(PKI.serverA().certificate(), PKI.authority().certificate());

        assertThat(service.refusal("client_id=a", request)).isEqualTo(INVALID_CLIENT);
    }

    @Test
    @DisplayName("A-29 the log says which check failed and holds nothing of the assertion")
    void logsNoAssertion() {
        TestLog log = new TestLog();
        String jwt = assertion().signedBy(PKI.thief());

        service.refusal(TestAssertion.form(jwt), BARE);

        assertThat(log.text())
                .contains("client 'a': its assertion has failed the check TOKEN_SIGNATURE")
                .doesNotContain(jwt.split("\\.", -1));
    }

    @Test
    @DisplayName("A-29 a client that cannot be known now gets 503, as it may well be the registered one")
    void hasAStatusOfItsOwn() {
        assertThat(TEMPORARILY_UNAVAILABLE.status()).isEqualTo(503);
    }

    private static String form(TestAssertion assertion) {
        return TestAssertion.form(assertion.signedBy(PKI.serverA()));
    }

    private void assertRefused(TestAssertion assertion) {
        assertThat(service.refusal(form(assertion), BARE)).isEqualTo(INVALID_CLIENT);
    }
}
