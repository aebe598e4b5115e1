package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An open protected resource whose files of keys, trust and secret change, with a real authorization server over TLS. */
final class ChangedCredentialsTest {
    private static final TestPki PKI = TestPki.create();
    private static final String PATH = FakeAuthorizationServer.INTROSPECTION_PATH;
    private static final char[] PASSWORD = "changeit".toCharArray();

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
        settings.put(
                "keyStore",
                PKI.partnerB().writePkcs12(directory, "client", PASSWORD).toString());
        settings.put("keyStorePassword", new String(PASSWORD));
        settings.put("trustStore", trust("trust", PKI.authority()).toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path trust(String name, TestIdentity authority) {
        return authority.writePemCertificates(directory, name);
    }

    private ProtectedResource open() throws SettingsException {
        return ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place());
    }

    private String token() {
        return server.opaqueTokens().issue(server.opaqueTokens().boundTo(PKI.serverA()));
    }

    private static AccessDecision decide(ProtectedResource resource, String token) {
        return resource.decide(
                StubRequest.with("Bearer " + token).from(PKI.serverA().certificate()));
    }

    /** Asks about a new token, and returns the certificate that the server saw. */
    private String seen(ProtectedResource resource) {
        assertThat(decide(resource, token()).permitted()).isTrue();
        List<RecordedCall> calls = server.calls(PATH);
        return calls.get(calls.size() - 1).clientThumbprint().orElse("none");
    }

    /** Puts a file in the place of another in one step, as a deployment does. */
    private static void replace(Path file, Path by) throws IOException {
        Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void replaceKeyStore(TestIdentity identity) throws IOException {
        replace(Path.of(settings.get("keyStore")), identity.writePkcs12(directory, "next", PASSWORD));
    }

    private static String failure(ProtectedResource resource) {
        return resource.issuers().get(0).failure().orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls_client_auth", "self_signed_tls_client_auth"})
    @DisplayName("S-99 C-5 offers a renewed certificate without a restart, also where connections were kept")
    void offersARenewedCertificate(String method) throws Exception {
        settings.put("clientAuthentication", method);
        TestIdentity renewed = PKI.partnerB().rekeyed();
        TestLog log = new TestLog();
        try (ProtectedResource resource = open()) {
            assertThat(seen(resource)).isEqualTo(PKI.partnerB().thumbprint());
            assertThat(seen(resource)).isEqualTo(PKI.partnerB().thumbprint());
            replaceKeyStore(renewed);
            Await.until(() -> seen(resource).equals(renewed.thumbprint()));
            for (int i = 0; i < 3; i++) {
                assertThat(seen(resource)).isEqualTo(renewed.thumbprint());
            }
            assertThat(resource.issuers().get(0).failure()).isEmpty();
        }
        assertThat(log.text())
                .containsOnlyOnce("New content of keyStore '" + settings.get("keyStore") + "' and trustStore")
                .contains(renewed.thumbprint())
                .doesNotContain("WARN");
    }

    @Test
    @DisplayName("S-99 takes key and certificate of a Kubernetes secret whose directory is exchanged")
    void followsAKubernetesSecret() throws Exception {
        TestIdentity renewed = PKI.partnerB().rekeyed();
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        Files.createSymbolicLink(mounted.resolve("..data"), secret("one", PKI.partnerB()));
        for (String file : List.of("tls.key", "tls.crt")) {
            Files.createSymbolicLink(mounted.resolve(file), Path.of("..data", file));
        }
        settings.remove("keyStorePassword");
        settings.put("keyStore", mounted.resolve("tls.key").toString());
        settings.put("keyCertificate", mounted.resolve("tls.crt").toString());
        try (ProtectedResource resource = open()) {
            assertThat(seen(resource)).isEqualTo(PKI.partnerB().thumbprint());
            Path next = Files.createSymbolicLink(mounted.resolve("..next"), secret("two", renewed));
            replace(mounted.resolve("..data"), next);
            Await.until(() -> seen(resource).equals(renewed.thumbprint()));
        }
    }

    private Path secret(String name, TestIdentity identity) throws IOException {
        Path secret = Files.createDirectory(directory.resolve(name));
        Files.move(identity.writePemKey(secret, "key"), secret.resolve("tls.key"));
        Files.move(identity.writePemCertificates(secret, "crt"), secret.resolve("tls.crt"));
        return secret;
    }

    @Test
    @DisplayName("S-99 lets a call under way end with the certificate that it began with")
    void endsCallsAsTheyBegan() throws Exception {
        TestIdentity renewed = PKI.partnerB().rekeyed();
        try (ProtectedResource resource = open()) {
            seen(resource);
            CountDownLatch answering = new CountDownLatch(1);
            server.hold(PATH, answering);
            String slow = token();
            CompletableFuture<AccessDecision> under = CompletableFuture.supplyAsync(() -> decide(resource, slow));
            Await.until(() -> server.calls(PATH).size() == 2);
            TestLog log = new TestLog();
            replaceKeyStore(renewed);
            Await.until(() -> log.text().contains("New content of keyStore"));
            answering.countDown();

            assertThat(under.get(20, TimeUnit.SECONDS).permitted()).isTrue();
            assertThat(server.calls(PATH).get(1).clientThumbprint())
                    .contains(PKI.partnerB().thumbprint());
            assertThat(seen(resource)).isEqualTo(renewed.thumbprint());
        }
    }

    @Test
    @DisplayName("S-99 keeps remembered tokens and known clients when the certificate changes")
    void keepsWhatIsKnown() throws Exception {
        try (ProtectedResource resource = open()) {
            String token = token();
            assertThat(decide(resource, token).permitted()).isTrue();
            TestLog log = new TestLog();
            replaceKeyStore(PKI.partnerB().rekeyed());
            Await.until(() -> log.text().contains("New content of keyStore"));

            assertThat(decide(resource, token).permitted()).isTrue();
            assertThat(server.calls(PATH)).hasSize(1);
            for (int i = 0; i < 60; i++) {
                assertThat(decide(resource, token()).permitted()).isTrue(); // of strangers 32 would pass
            }
        }
    }

    @Test
    @DisplayName(
            "S-99 E11 goes on with the earlier key store while a broken one stands there, and says so once and in its state")
    void keepsTheKeyStoreInUse() throws Exception {
        Path keyStore = Path.of(settings.get("keyStore"));
        byte[] good = Files.readAllBytes(keyStore);
        TestLog log = new TestLog();
        try (ProtectedResource resource = open()) {
            seen(resource);
            for (String wrong : List.of("no key store", "nor this one")) {
                Files.writeString(keyStore, wrong);
                Await.until(() -> failure(resource).contains("is neither PKCS12 nor JKS nor PEM"));
                assertThat(failure(resource)).contains("'" + keyStore + "'", "The earlier content of keyStore");
                assertThat(resource.issuers().get(0).health()).isEqualTo(IssuerHealth.UP);
                assertThat(seen(resource)).isEqualTo(PKI.partnerB().thumbprint());
            }
            Files.write(keyStore, good);
            Await.until(() -> failure(resource).isEmpty());
            replaceKeyStore(PKI.thief());
            Await.until(() -> seen(resource).equals(PKI.thief().thumbprint()));
        }
        assertThat(log.text())
                .containsOnlyOnce("WARN")
                .containsOnlyOnce("The present content of keyStore '" + keyStore + "'")
                .containsOnlyOnce("is again what is in use")
                .doesNotContain("changeit");
    }

    @Test
    @DisplayName("S-99 takes no certificate that has ended, nor a key store without a password that opens it")
    void takesNoKeyStoreThatDoesNotServe() throws Exception {
        Instant now = Instant.now();
        TestIdentity ended = PKI.identity("CN=ended")
                .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)))
                .build();
        try (ProtectedResource resource = open()) {
            seen(resource);
            replaceKeyStore(ended);
            Await.until(() -> failure(resource).contains("CN=ended ended at"));
            assertThat(seen(resource)).isEqualTo(PKI.partnerB().thumbprint());
            replace(
                    Path.of(settings.get("keyStore")),
                    PKI.thief().writePkcs12(directory, "next", "another".toCharArray()));
            Await.until(() -> failure(resource).contains("password"));
            assertThat(seen(resource)).isEqualTo(PKI.partnerB().thumbprint());
        }
    }

    @Test
    @DisplayName("S-99 follows a key store whose password changes with it")
    void followsThePassword() throws Exception {
        TestIdentity renewed = PKI.partnerB().rekeyed();
        settings.remove("keyStorePassword");
        Path password = Files.writeString(directory.resolve("password"), "changeit\n");
        settings.put("keyStorePasswordFile", password.toString());
        try (ProtectedResource resource = open()) {
            seen(resource);
            replace(Path.of(settings.get("keyStore")), renewed.writePkcs12(directory, "next", "another".toCharArray()));
            Files.writeString(password, "another\n");
            Await.until(() -> seen(resource).equals(renewed.thumbprint()));
            Await.until(() -> failure(resource).isEmpty());
        }
    }

    @Test
    @DisplayName("S-99 signs assertions with a renewed key, and with no key that the algorithm does not fit")
    void signsWithARenewedKey() throws Exception {
        settings.put("clientAuthentication", "private_key_jwt");
        TestIdentity renewed = PKI.partnerB().rekeyed();
        TestIdentity rsa = PKI.identity("CN=rsa").rsa(2048).build();
        settings.put("clientAssertionAlgorithm", "ES256");
        try (ProtectedResource resource = open()) {
            server.opaqueTokens().clients(assertions(PKI.partnerB()));
            assertThat(seen(resource)).isEqualTo("none");
            replaceKeyStore(rsa);
            Await.until(() -> failure(resource).contains("does not fit the algorithm ES256"));
            assertThat(seen(resource)).isEqualTo("none");
            server.opaqueTokens().clients(assertions(renewed));
            replaceKeyStore(renewed);
            Await.until(() -> failure(resource).isEmpty());
            seen(resource);
        }
    }

    private ClientCheck assertions(TestIdentity identity) {
        return ClientCheck.assertion(
                OpaqueTokens.CLIENT_ID, identity.certificate().getPublicKey(), "ES256", server.issuer());
    }

    @Test
    @DisplayName("S-99 sends a new secret, and the earlier one while the file has none, without showing either")
    void sendsANewSecret() throws Exception {
        TestLog log = new TestLog();
        server.opaqueTokens().clients(ClientCheck.secret(OpaqueTokens.CLIENT_ID, "s3cret"));
        settings.remove("keyStore");
        settings.remove("keyStorePassword");
        settings.put("clientAuthentication", "client_secret_basic");
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
        settings.put("clientSecretFile", secret.toString());
        try (ProtectedResource resource = open()) {
            seen(resource);
            Files.writeString(secret, "\n");
            Await.until(() -> failure(resource).contains("must hold the secret and nothing else"));
            seen(resource);
            server.opaqueTokens().clients(ClientCheck.secret(OpaqueTokens.CLIENT_ID, "hunter2"));
            Files.writeString(secret, "hunter2\n");
            Await.until(() -> log.text().contains("New content of clientSecretFile"));
            seen(resource);
            assertThat(failure(resource)).isEmpty();
        }
        assertThat(log.text())
                .contains("New content of clientSecretFile '" + secret + "'")
                .doesNotContain("s3cret")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"introspection", "jwt"})
    @DisplayName("S-99 C-7 trusts by a replaced trust store, and no longer uses a kept connection to who is not in it")
    void trustsByAReplacedTrustStore(String verification) throws Exception {
        Path trust = Path.of(settings.get("trustStore"));
        if (verification.equals("jwt")) {
            settings.keySet().removeAll(List.of("verification", "clientId", "keyStore", "keyStorePassword"));
            settings.put("jwksReloadSeconds", "1");
        }
        replace(trust, trust("other", PKI.secondAuthority()));
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, anyToken()).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            TestLog log = new TestLog();
            replace(trust, trust("next", PKI.authority()));
            Await.until(() -> log.text().contains("New content of"));
            Await.until(() -> decide(resource, anyToken()).permitted());
            if (verification.equals("introspection")) {
                TestLog again = new TestLog();
                replace(trust, trust("other", PKI.secondAuthority()));
                Await.until(() -> again.text().contains("New content of"));
                assertThat(decide(resource, anyToken()).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"introspection", "private_key_jwt", "jwt"})
    @DisplayName("S-99 what a server has said that is no longer trusted does not count any more, remembered or not")
    void forgetsWhatADistrustedServerSaid(String verification) throws Exception {
        if (verification.equals("jwt")) {
            settings.keySet().removeAll(List.of("verification", "clientId", "keyStore", "keyStorePassword"));
        }
        if (verification.equals("private_key_jwt")) {
            settings.put("clientAuthentication", verification);
            server.opaqueTokens().clients(assertions(PKI.partnerB()));
        }
        try (ProtectedResource resource = open()) {
            String token = anyToken();
            Await.until(() -> decide(resource, token).permitted());
            TestLog log = new TestLog();
            replace(Path.of(settings.get("trustStore")), trust("other", PKI.secondAuthority()));
            Await.until(() -> log.text().contains("New content of"));

            assertThat(decide(resource, token).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            assertThat(decide(resource, anyToken()).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
        }
    }

    @Test
    @DisplayName("S-99 opens a replaced trust store by the password that its file has then")
    void followsThePasswordOfTheTrustStore() throws Exception {
        Path store = PKI.secondAuthority().writeTrustStore(directory, "opened", PASSWORD);
        Path password = Files.writeString(directory.resolve("opened.txt"), new String(PASSWORD));
        settings.put("trustStore", store.toString());
        settings.put("trustStorePasswordFile", password.toString());
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, anyToken()).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            replace(store, PKI.authority().writeTrustStore(directory, "next", "another".toCharArray()));
            Await.until(() -> failure(resource).contains("password"));
            Files.writeString(password, "another\n");
            Await.until(() -> decide(resource, anyToken()).permitted());
        }
    }

    private String anyToken() {
        return settings.containsKey("verification")
                ? token()
                : server.tokens().boundTo(PKI.serverA()).compact();
    }

    @Test
    @DisplayName("S-99 S-87 keeps fetched keys through a change of the trust store during an outage")
    void keepsKeysThroughAnOutage() throws Exception {
        settings.keySet().removeAll(List.of("verification", "clientId", "keyStore", "keyStorePassword"));
        try (ProtectedResource resource = open()) {
            Await.until(() -> decide(resource, anyToken()).permitted());
            server.goDown();
            TestLog log = new TestLog();
            Path trust = Path.of(settings.get("trustStore"));
            Files.writeString(trust, Files.readString(trust) + Files.readString(trust("other", PKI.secondAuthority())));
            Await.until(() -> log.text().contains("New content of trustStore"));
            assertThat(decide(resource, anyToken()).permitted()).isTrue();
        }
    }

    @Test
    @DisplayName("S-99 goes on following the files after a change of other settings")
    void followsAfterAChangeOfSettings() throws Exception {
        TestIdentity renewed = PKI.partnerB().rekeyed();
        try (ProtectedResource before = open()) {
            seen(before);
            settings.put("realm", "another");
            try (ProtectedResource after = before.reopen(ResourceSettings.parse(settings))) {
                before.close();
                replaceKeyStore(renewed);
                Await.until(() -> seen(after).equals(renewed.thumbprint()));
            }
        }
    }
}
