package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.token.BindingCheck;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.token.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyRingBuilderTest {
    private KeyRingWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new KeyRingWorld();
    }

    @AfterEach
    void end() {
        world.close();
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                contradiction(b -> b.issuer("https://as.example"), "either issuer or tokenEndpoint"),
                contradiction(b -> b.clientSecret("hunter2".toCharArray()), "clientSecret is given"),
                contradiction(
                        b -> b.clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST),
                        "clientSecret is missing"),
                contradiction(b -> b.assertionKey(() -> KeyRingWorld.keysOf(PKI.partnerB())), "assertionKey is given"),
                contradiction(
                        b -> b.assertionAlgorithm(SignatureAlgorithm.ES256), "assertionAlgorithm, assertionKeyId"),
                contradiction(b -> b.assertionAudience("https://as.example"), "assertionAudience is given"),
                contradiction(b -> b.metadataCheck(MetadataCheck.FAIL), "metadataCheck is FAIL"));
    }

    private static Arguments contradiction(UnaryOperator<KeyRingBuilder> change, String message) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest(name = "C-31 contradictory settings fail: {0}")
    @MethodSource("contradictions")
    void refusesContradictions(String message, UnaryOperator<KeyRingBuilder> change) {
        assertThatThrownBy(() -> change.apply(world.builder()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest(name = "C-40 the FAPI 2.0 preset refuses what section 5.3.3.1 forbids: {0}")
    @MethodSource("contradictionsOfFapi2")
    void refusesContradictionsOfFapi2(String message, UnaryOperator<KeyRingBuilder> change) {
        assertThatThrownBy(() -> change.apply(world.issuerBuilder().fapi2()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(message, "section 5.3.3.1");
    }

    static Stream<Arguments> contradictionsOfFapi2() {
        return Stream.of(
                contradiction(
                        b -> b.clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                                .clientSecret("hunter2".toCharArray()),
                        "clientAuthentication client_secret_post"),
                contradiction(b -> b.bindingCheck(BindingCheck.WARN), "bindingCheck WARN"));
    }

    @Test
    @DisplayName("C-40 the FAPI 2.0 preset refuses a token endpoint that is in no metadata, and others' audiences")
    void refusesOtherNamesUnderFapi2() {
        assertThatThrownBy(() -> world.builder().fapi2().build())
                .hasMessageContainingAll("tokenEndpoint", "give issuer");
        assertThatThrownBy(() -> world.issuerBuilder()
                        .fapi2()
                        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                        .assertionAudience("https://other.example")
                        .build())
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContainingAll("https://other.example", "section 5.3.3.1");
    }

    @Test
    @DisplayName("C-40 under the FAPI 2.0 preset a key ring gets tokens as ever")
    void getsTokensUnderFapi2() throws Exception {
        KeyRing ring =
                world.ring(world.issuerBuilder().fapi2().clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT));

        assertThat(ring.token(ORDERS).accessToken()).isNotEmpty();
    }

    @Test
    @DisplayName("all that is missing is named at once")
    void namesAllThatIsMissing() {
        assertThatThrownBy(() -> KeyRing.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("keyStore", "issuer", "clientId", "allowedOrigins");
    }

    @Test
    @DisplayName("a client secret goes with the certificate, so that the token is bound all the same")
    void authenticatesBySecret() throws Exception {
        KeyRing ring = world.ring(world.builder()
                .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                .clientSecret("secret".toCharArray()));
        ring.token(ORDERS);

        RecordedCall call = world.tokenCalls().get(0);
        assertThat(call.header("Authorization")).singleElement().asString().startsWith("Basic ");
        assertThat(call.clientThumbprint()).contains(PKI.serverA().thumbprint());
    }

    @Test
    @DisplayName("an assertion is signed with the key of the generation, or with one of its own")
    void signsAssertions() throws Exception {
        world.ring(world.builder().clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT))
                .token(ORDERS);
        world.ring(world.builder()
                        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                        .assertionKey(() -> KeyRingWorld.keysOf(PKI.partnerB())))
                .token(ORDERS);

        assertThat(world.tokenCalls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.formValue("client_assertion")).isPresent();
            assertThat(call.clientThumbprint()).contains(PKI.serverA().thumbprint());
        });
    }

    @Test
    @DisplayName("C-38 an assertion has the kid, typ and audience that are set")
    void signsAssertionsAsSet() throws Exception {
        TestLog log = new TestLog();
        world.ring(world.builder()
                        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                        .assertionKeyId("key-1")
                        .assertionType("client-authentication+jwt")
                        .assertionAudience("https://as.example"))
                .token(ORDERS);

        String[] parts = world.tokenCalls()
                .get(0)
                .formValue("client_assertion")
                .orElse("")
                .split("\\.", -1);
        assertThat(decoded(parts[0])).contains("\"kid\":\"key-1\"", "\"typ\":\"client-authentication+jwt\"");
        assertThat(decoded(parts[1])).contains("\"aud\":\"https://as.example\"");
        assertThat(log.text()).doesNotContain("as their audience");
    }

    @Test
    @DisplayName("C-38 where no issuer is known the audience is the token endpoint, and the log warns of it")
    void warnsOfTheTokenEndpointAsAudience() throws Exception {
        TestLog log = new TestLog();
        world.ring(world.builder().clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT))
                .token(ORDERS);

        String endpoint = world.login.uri(FakeAuthorizationServer.TOKEN_PATH).toString();
        assertThat(log.text())
                .contains("have the token endpoint " + endpoint + " as their audience", "assertionAudience");
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("C-5 a key store file that changes is noticed and replaces the credentials, with the watch on")
    void noticesAChangedFile(@TempDir Path directory) throws Exception {
        char[] password = "changeit".toCharArray();
        Path file = PKI.serverA().writePkcs12(directory, "client", password);
        KeyRing ring = world.ring(world.builder()
                .keyStore(KeyStoreFile.at(file).password(password).build())
                .keyStoreCheckInterval(Duration.ofMillis(200))
                .clocks(Clock.systemUTC(), System::nanoTime, world.scheduler));
        ring.token(ORDERS);
        TestIdentity next = KeyRingWorld.renewed();

        Files.move(next.writePkcs12(directory, "next", password), file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(RecordingListener.next(world.heard.replacedBy).thumbprint().value())
                .isEqualTo(next.thumbprint());
        assertThat(ring.token(ORDERS).credentials().thumbprint().value()).isEqualTo(next.thumbprint());
    }

    @Test
    @DisplayName("close ends every thread of the ring within two seconds")
    void endsItsThreads() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        KeyRing ring = world.builder()
                .keyStoreCheckInterval(Duration.ofSeconds(10))
                .clocks(Clock.systemUTC(), System::nanoTime, null)
                .build();
        ring.token(ORDERS);
        world.keyStore.set(KeyRingWorld.renewed());
        ring.reload();

        long start = System.nanoTime();
        ring.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread) && thread.isAlive())
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("holdfast")))
                .isEmpty();
    }
}
