package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/** A protected resource whose settings say that tokens are introspected, with real authorization servers over TLS. */
final class OpenedIntrospectionTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeAuthorizationServer.start(PKI.server());
        settings.put("issuer", server.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put("verification", "introspection");
        settings.put("clientId", OpaqueTokens.CLIENT_ID);
        settings.put("keyStorePassword", "changeit");
        settings.put("keyStore", keyStore(PKI.partnerB()));
        settings.put(
                "trustStore",
                PKI.authority().writePemCertificates(directory, "authority").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String keyStore(TestIdentity identity) {
        return identity.writePkcs12(directory, "client", "changeit".toCharArray())
                .toString();
    }

    private String token() {
        return server.opaqueTokens().issue(server.opaqueTokens().boundTo(PKI.serverA()));
    }

    private static AccessDecision decide(ProtectedResource resource, String token) {
        return resource.decide(
                StubRequest.with("Bearer " + token).from(PKI.serverA().certificate()));
    }

    private ProtectedResource open() throws SettingsException {
        return ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place());
    }

    private String problem() {
        SettingsException e = catchThrowableOfType(SettingsException.class, () -> open().close());
        assertThat(e).as("the resource was opened").isNotNull();
        return e.problems().get(0);
    }

    @Test
    @DisplayName("S-55 takes a key store in PEM, and one whose type is said")
    void takesOtherKeyStores() throws Exception {
        settings.put("keyStoreType", "PKCS12");
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token()).permitted()).isTrue();
        }
        settings.put("keyStoreType", "PEM");
        settings.remove("keyStorePassword");
        settings.put("keyStore", PKI.thief().writePem(directory, "thief").toString());
        settings.put("clientAuthentication", "self_signed_tls_client_auth");
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token()).permitted()).isTrue();
        }
        assertThat(server.calls(FakeAuthorizationServer.INTROSPECTION_PATH)
                        .get(1)
                        .clientThumbprint())
                .contains(PKI.thief().thumbprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "s3cret\n", "s3cret\r\n"})
    @DisplayName("S-55 reads the secret from its file, without the line end")
    void readsTheSecretFromAFile(String content) throws Exception {
        server.opaqueTokens().clients(ClientCheck.secret(OpaqueTokens.CLIENT_ID, "s3cret"));
        secretFile(content);

        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token()).permitted()).isTrue();
        }
    }

    @Test
    @DisplayName("S-55 sends the secret in the form where client_secret_post is set")
    void sendsTheSecretInTheForm() throws Exception {
        server.opaqueTokens().clients(ClientCheck.secretInForm(OpaqueTokens.CLIENT_ID, "s3cret"));
        secretFile("s3cret");
        settings.put("clientAuthentication", "client_secret_post");

        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token()).permitted()).isTrue();
        }
    }

    private void secretFile(String content) throws IOException {
        settings.remove("keyStore");
        settings.remove("keyStorePassword");
        settings.put("clientAuthentication", "client_secret_basic");
        settings.put(
                "clientSecretFile",
                Files.writeString(directory.resolve("secret"), content).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "s3cret\n\n", "s3cret\nother"})
    @DisplayName("S-77 a secret file with nothing or more in it stops the start, and is not shown")
    void refusesOtherSecretFiles(String content) throws Exception {
        secretFile(content);
        assertThat(problem())
                .contains("'clientSecretFile'")
                .contains("one line")
                .doesNotContain("s3cret");
    }

    @Test
    @DisplayName("S-77 a secret file that is too long, is not there or is not text stops the start")
    void refusesSecretFilesThatAreNone() throws Exception {
        secretFile("x".repeat(4096));
        open().close();
        secretFile("x".repeat(4097));
        assertThat(problem()).contains("4096");
        Files.write(directory.resolve("secret"), new byte[] {(byte) 0xff});
        assertThat(problem()).contains("UTF-8");
        settings.put("clientSecretFile", "/nowhere/secret");
        assertThat(problem()).contains("There is no file /nowhere/secret");
    }

    @ParameterizedTest
    @CsvSource({
        "keyStorePassword,wrong,password",
        "keyStore,/nowhere/k.p12,There is no file",
        "clientAssertionAlgorithm,RS256,does not fit the algorithm RS256",
        "clientAssertionKeyId,schl\u00fcssel,not printable ASCII"
    })
    @DisplayName("S-77 a key store or an assertion setting that does not serve stops the start")
    void refusesKeyStoresThatDoNotServe(String name, String value, String part) {
        settings.put("clientAuthentication", "private_key_jwt");
        settings.put(name, value);

        assertThat(problem()).contains(part).doesNotContain("changeit");
    }

    @Test
    @DisplayName("S-104 a door whose client assertions contradict FAPI 2.0 does not start")
    void refusesAssertionsAgainstFapi2() throws Exception {
        settings.put("security", "fapi2");
        settings.put("clientAuthentication", "private_key_jwt");
        open().close();
        settings.put("clientAssertionAudience", server.issuer() + "/token");
        assertThat(problem()).contains("section 5.3.3.1");
        settings.remove("clientAssertionAudience");
        settings.put(
                "keyStore", keyStore(PKI.identity("CN=p384").ec("secp384r1").build()));
        assertThat(problem()).contains("ES384", "section 5.4.1");
    }

    @Test
    @DisplayName("S-104 nor does an open door take FAPI 2.0 over with such assertions")
    void keepsAssertionsAgainstFapi2FromAnOpenDoor() throws Exception {
        settings.put("clientAuthentication", "private_key_jwt");
        settings.put("clientAssertionAudience", server.issuer() + "/token");
        try (ProtectedResource before = open()) {
            settings.put("security", "fapi2");
            ResourceSettings contradicting = ResourceSettings.parse(settings);

            assertThatThrownBy(() -> before.reopen(contradicting)).hasMessageContaining("section 5.3.3.1");
        }
    }

    @Test
    @DisplayName("S-37 S-57 of two issuers the introspecting one gets what is no JWT, and no JWT of the other")
    void routesOpaqueTokens() throws Exception {
        try (FakeAuthorizationServer main = FakeAuthorizationServer.start(PKI.server(), "/main")) {
            settings.remove("verification");
            settings.put("issuers", "main opaque");
            settings.put("opaque.issuer", settings.remove("issuer"));
            settings.put("opaque.verification", "introspection");
            settings.put("main.issuer", main.issuer());
            try (ProtectedResource resource = open()) {
                String jwt = main.tokens().boundTo(PKI.serverA()).compact();
                assertThat(decide(resource, jwt).permitted()).isTrue();
                assertThat(decide(resource, token()).permitted()).isTrue();
                assertThat(server.calls(FakeAuthorizationServer.INTROSPECTION_PATH))
                        .hasSize(1);
                assertThat(main.calls(FakeAuthorizationServer.INTROSPECTION_PATH))
                        .isEmpty();

                // A JWT that names the introspecting issuer is introspected, whoever signed it.
                String asOpaque = main.tokens()
                        .boundTo(PKI.serverA())
                        .claim("iss", server.issuer())
                        .compact();
                assertThat(decide(resource, asOpaque).reason()).contains(RefusalReason.TOKEN_INACTIVE);
                // One of the other issuer is not, even if the introspecting one would call it active.
                String expired =
                        main.tokens().boundTo(PKI.serverA()).claim("exp", 1000).compact();
                server.opaqueTokens().remember(expired, server.opaqueTokens().boundTo(PKI.serverA()));
                assertThat(decide(resource, expired).reason()).contains(RefusalReason.TOKEN_EXPIRED);
            }
        }
    }

    static Stream<Arguments> jwtsThatCannotBeRead() {
        String header = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}";
        String claims = "{\"iss\":\"https://login.example.com\"}";
        String rest = "." + base64Url(claims) + ".AAAA";
        return Stream.of(
                Arguments.of("two issuers", token(header, claims.replace("}", ",\"iss\":\"https://b.example\"}"))),
                Arguments.of(
                        "a deep claim",
                        token(header, claims.replace("}", ",\"a\":" + "[".repeat(33) + "]".repeat(33) + "}"))),
                Arguments.of("a long number", token(header, claims.replace("}", ",\"a\":" + "1".repeat(41) + "}"))),
                Arguments.of("claims that are no object", token(header, "[" + claims + "]")),
                Arguments.of("a member of the header twice", token(header.replace("}", ",\"typ\":\"JWT\"}"), claims)),
                Arguments.of(
                        "a long number in the header",
                        token(header.replace("}", ",\"a\":" + "1".repeat(41) + "}"), claims)),
                Arguments.of("white space around the header", token(" \n" + header + "\t ", "x" + claims)),
                Arguments.of("a header with stray bits", base64Url(header + " ").replaceFirst("A$", "B") + rest),
                Arguments.of("a padded signature", base64Url(header) + rest + "=="),
                Arguments.of(
                        "the signature of a JWT in the other base64", base64Url(header) + rest.replace("AAAA", "A+/A")),
                Arguments.of("no signature", base64Url(header) + rest.replace("AAAA", "")),
                Arguments.of("a long header", token(header.replace("at+jwt", "x".repeat(17_000)), claims)));
    }

    private static String token(String header, String claims) {
        return TestTokens.withSignature(header, claims, new byte[] {1});
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void besideAnIssuerOfJwts() {
        settings.remove("verification");
        settings.put("issuers", "main opaque");
        settings.put("opaque.issuer", settings.remove("issuer"));
        settings.put("opaque.verification", "introspection");
        settings.put("main.issuer", "https://login.example.com");
        settings.put("main.jwksUri", "https://localhost:1/jwks");
        settings.put("maxTokenLength", "60000");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jwtsThatCannotBeRead")
    @DisplayName("S-37 S-57 a JWT whose issuer cannot be read may be another issuer's, so nobody is asked about it")
    void asksNobodyAboutJwtsThatCannotBeRead(String what, String token) throws Exception {
        besideAnIssuerOfJwts();
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token).reason()).as(what).contains(RefusalReason.TOKEN_MALFORMED);
            assertThat(server.calls(FakeAuthorizationServer.INTROSPECTION_PATH)).isEmpty();
        }
    }

    static Stream<String> opaqueTokensWithDots() {
        return Stream.of(
                "opaque",
                "a.b.c",
                "v2.local.eyJhbGciOiJSUzI1NiJ9",
                // itsdangerous: data in JSON, a time and a signature
                base64Url("{\"user\":17}") + ".ZkF1Lw.c2lnbmF0dXJl",
                base64Url("\"alg\"") + ".ZkF1Lw.c2lnbmF0dXJl",
                base64Url("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..aXY.dGV4dA.dGFn",
                base64Url("{\"alg\":\"RS256\"}"));
    }

    @ParameterizedTest
    @MethodSource("opaqueTokensWithDots")
    @DisplayName("S-57 what has not the form of a JWS is opaque, with dots and JSON in it, too")
    void asksAboutWhatIsNoJws(String token) throws Exception {
        besideAnIssuerOfJwts();
        server.opaqueTokens().remember(token, server.opaqueTokens().boundTo(PKI.serverA()));
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token).permitted()).isTrue();
        }
    }

    @Test
    @DisplayName("S-61 finds the principal where the server gives no sub, if the settings say where")
    void findsThePrincipal() throws Exception {
        Map<String, Object> members = server.opaqueTokens().boundTo(PKI.serverA());
        members.remove("sub");
        String token = server.opaqueTokens().issue(members);
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token).reason()).contains(RefusalReason.TOKEN_CLAIM_MISSING);
        }
        settings.put("principalClaim", "client_id");
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, token).permitted()).isTrue();
        }
    }

    @Test
    @DisplayName("S-81 asks for the metadata at the start, once and about no token, and close ends what was started")
    @Tag("sees-all-threads")
    void asksForTheMetadataAtTheStartAndEnds() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        server.hold(server.oauthMetadataPath(), answering);
        ProtectedResource resource = open();
        assertThat(health(resource)).isEqualTo(IssuerHealth.UNKNOWN);
        answering.countDown();
        awaitHealth(resource, IssuerHealth.UP);
        assertThat(server.calls()).extracting(RecordedCall::path).containsExactly(server.oauthMetadataPath());
        String token = token();
        assertThat(decide(resource, token).permitted()).isTrue();
        assertThat(server.calls())
                .extracting(RecordedCall::path)
                .containsExactly(server.oauthMetadataPath(), FakeAuthorizationServer.INTROSPECTION_PATH);
        List<Thread> threads = holdfastThreads();
        assertThat(threads).extracting(Thread::getName).contains("holdfast-call-deadline");
        assertThat(threads).allMatch(Thread::isDaemon).allMatch(thread -> thread.getContextClassLoader() == null);
        resource.close();

        assertThat(holdfastThreads()).isEmpty();
        assertThat(decide(resource, token).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
    }

    private static IssuerHealth health(ProtectedResource resource) {
        return resource.issuers().get(0).health();
    }

    private static void awaitHealth(ProtectedResource resource, IssuerHealth expected) throws Exception {
        Await.until(() -> health(resource) == expected);
    }

    @Test
    @DisplayName("E11 where the endpoint is not known it is looked for until it is, told once, and the end told, too")
    void looksForTheEndpointUntilItIsKnown() throws Exception {
        TestLog log = new TestLog();
        server.metadata().remove("introspection_endpoint");
        try (ProtectedResource resource = open()) {
            awaitHealth(resource, IssuerHealth.DOWN);
            assertThat(resource.issuers().get(0).failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("has no introspection_endpoint"));
            server.metadata()
                    .put(
                            "introspection_endpoint",
                            server.uri(FakeAuthorizationServer.INTROSPECTION_PATH)
                                    .toString());
            awaitHealth(resource, IssuerHealth.UP);
            assertThat(resource.issuers().get(0).failure()).isEmpty();
        }
        assertThat(log.text().lines().filter(line -> line.contains("EarlyDiscovery")))
                .satisfiesExactly(
                        warned -> assertThat(warned)
                                .contains("WARN", "/orders/holdfast", "has no introspection_endpoint", "'issuer'"),
                        ended -> assertThat(ended).contains("INFO", server.issuer(), "is known now"));
    }

    @Test
    @DisplayName("S-62 fetches the keys of signed answers at the start, and is not well before they are there")
    void fetchesTheKeysOfSignedAnswers() throws Exception {
        settings.put("introspectionResponse", "signed");
        CountDownLatch answering = new CountDownLatch(1);
        server.hold(FakeAuthorizationServer.JWKS_PATH, answering);
        try (ProtectedResource resource = open()) {
            assertThat(health(resource)).isEqualTo(IssuerHealth.UNKNOWN);
            assertThat(resource.issuers().get(0).keysAge()).isEmpty();
            answering.countDown();
            awaitHealth(resource, IssuerHealth.UP);
            assertThat(resource.issuers().get(0).keysAge()).isPresent();
            assertThat(decide(resource, token()).permitted()).isTrue();
            assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "set not found,answered 404",
        "set not named,has no jwks_uri",
        "set without a key,no key that can verify",
        "keys of another algorithm,none of the algorithms [PS512]",
        "keys of another server,TOKEN_SIGNATURE",
        "keys of other ids,kid is not among them",
        "answers for another client,aud"
    })
    @DisplayName("S-62 E11 an issuer whose signed answers cannot be verified is down, and says why")
    void isDownWhereSignedAnswersCannotBeVerified(String problem, String told) throws Exception {
        settings.put("introspectionResponse", "signed");
        cause(problem);
        try (ProtectedResource resource = open()) {
            for (int i = 0; i < 5; i++) {
                assertThat(decide(resource, token()).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            }
            awaitHealth(resource, IssuerHealth.DOWN);
            Await.until(() -> resource.issuers()
                    .get(0)
                    .failure()
                    .filter(why -> why.contains(told))
                    .isPresent());
        }
    }

    @Test
    @DisplayName(
            "S-62 E11 where signed answers fail their checks the issuer is asked as before, and well with the next good one")
    void isUpWithTheNextGoodAnswer() throws Exception {
        settings.put("introspectionResponse", "signed");
        cause("answers for another client");
        try (ProtectedResource resource = open()) {
            String one = token();
            for (int i = 0; i < 6; i++) {
                assertThat(decide(resource, one).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            }
            awaitHealth(resource, IssuerHealth.UP); // one token says nothing of the others
            for (int i = 0; i < 5; i++) {
                assertThat(decide(resource, token()).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            }
            assertThat(health(resource)).isEqualTo(IssuerHealth.DOWN);
            assertThat(server.calls(FakeAuthorizationServer.INTROSPECTION_PATH)).hasSize(11);
            server.reset();
            assertThat(decide(resource, token()).permitted()).isTrue();
            assertThat(health(resource)).isEqualTo(IssuerHealth.UP);
        }
    }

    private void cause(String problem) {
        switch (problem) {
            case "set not found" -> server.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.status(404));
            case "set not named" -> server.metadata().remove("jwks_uri");
            case "set without a key" -> publish();
            case "keys of another algorithm" -> settings.put("algorithms", "PS512");
            case "keys of another server" -> publish(SigningKey.rs256("rsa-1"));
            case "keys of other ids" -> publish(SigningKey.rs256("rsa-2"));
            default ->
                server.always(
                        FakeAuthorizationServer.INTROSPECTION_PATH,
                        OpaqueTokens.signed(server.opaqueTokens()
                                .signed("another-client", server.opaqueTokens().boundTo(PKI.serverA()))
                                .compact()));
        }
    }

    private void publish(SigningKey... keys) {
        server.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(keys)));
    }

    @Test
    @DisplayName(
            "E11 with a fixed endpoint nobody is asked for it, and what is known is that nothing speaks against it")
    void asksNobodyForAFixedEndpoint() throws Exception {
        settings.put(
                "introspectionEndpoint",
                server.uri(FakeAuthorizationServer.INTROSPECTION_PATH).toString());
        try (ProtectedResource resource = open()) {
            assertThat(health(resource)).isEqualTo(IssuerHealth.UP);
            assertThat(decide(resource, token()).permitted()).isTrue();
            assertThat(server.calls()).hasSize(1);
        }
    }

    @Test
    @DisplayName("S-81 an issuer that cannot be opened leaves nothing of itself and of the others behind")
    @Tag("sees-all-threads")
    void leavesNothingBehindWhenItCannotOpen() throws Exception {
        secretFile("");
        settings.put("issuers", "main other");
        settings.put("other.issuer", settings.remove("issuer"));
        settings.put("other.verification", settings.remove("verification"));
        for (String name : List.of("clientId", "clientAuthentication", "clientSecretFile")) {
            settings.put("other." + name, settings.remove(name));
        }
        settings.put("main.issuer", "https://login.example.com");

        assertThat(problem()).contains("one line");
        assertThat(holdfastThreads()).isEmpty();
    }

    private static List<Thread> holdfastThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("holdfast-"))
                .toList();
    }

    @Test
    @DisplayName("warns of a client certificate that ends within thirty days or has ended, and of no other")
    void warnsOfTheEndOfTheCertificate() throws Exception {
        Instant now = Instant.now();
        Instant begin = now.minus(Duration.ofDays(100));
        for (int days : new int[] {-1, 29, 31}) {
            TestIdentity client = PKI.identity("CN=ends-" + days)
                    .valid(begin, now.plus(Duration.ofDays(days)))
                    .build();
            settings.put("keyStore", keyStore(client));
            TestLog log = new TestLog();
            open().close();

            if (days == 31) {
                assertThat(log.text()).doesNotContain("CN=ends");
            } else {
                assertThat(log.text())
                        .contains("CN=ends-" + days + " for introspection at " + server.issuer() + " is valid until");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers"})
    @DisplayName("S-55 warns of a log of the HTTP client that would hold tokens and secrets")
    void warnsOfLogsThatHoldSecrets(String name) throws Exception {
        TestLog quiet = new TestLog();
        open().close();
        assertThat(quiet.text()).doesNotContain("writes access tokens");

        Logger logger = LoggerFactory.getLogger(name);
        Field level = logger.getClass().getDeclaredField("currentLogLevel");
        level.setAccessible(true);
        Object before = level.get(logger);
        level.set(logger, LocationAwareLogger.DEBUG_INT);
        try {
            TestLog log = new TestLog();
            open().close();
            assertThat(log.text()).contains("The logger " + name + " writes access tokens and client secrets");
        } finally {
            level.set(logger, before);
        }
    }
}
