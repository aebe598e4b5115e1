package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static io.holdfast.keyring.KeyRingWorld.TRUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.ConnectProxy;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyRingSettingsTest {
    private static final String BOUND = "tls_client_certificate_bound_access_tokens";

    private KeyRingWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new KeyRingWorld();
    }

    @AfterEach
    void end() {
        world.close();
    }

    /** With an issuer whose metadata are read. */
    private KeyRing discovering(MetadataCheck check) throws KeyMaterialException {
        return world.ring(KeyRing.builder()
                .keyStore(() -> KeyRingWorld.keysOf(PKI.serverA()))
                .trust(TRUSTED)
                .issuer(world.login.issuer())
                .clientId("server-a")
                .allowedOrigins("https://api.example")
                .metadataCheck(check)
                .keyStoreCheckInterval(Duration.ZERO)
                .clocks(world.clock, world.clock.ticker(), world.scheduler));
    }

    @Test
    @DisplayName("C-29 with metadataCheck FAIL no token is asked for of a server that does not say it binds tokens")
    void failsByMetadata() throws Exception {
        world.login.metadata().remove(BOUND);
        KeyRing ring = discovering(MetadataCheck.FAIL);

        assertThatThrownBy(() -> ring.token(ORDERS))
                .isInstanceOf(TokenUnavailableException.class)
                .hasCauseInstanceOf(AuthorizationServerException.class)
                .hasMessageContaining(BOUND);
        assertThat(world.tokenCalls()).isEmpty();
    }

    @Test
    @DisplayName("C-29 with metadataCheck FAIL tokens are had of a server whose metadata are right")
    void passesGoodMetadata() throws Exception {
        assertThat(discovering(MetadataCheck.FAIL).token(ORDERS)).isNotNull();
    }

    @Test
    @DisplayName("C-29 by default the log warns of such metadata, and with OFF it does not")
    void warnsOfMetadata() throws Exception {
        world.login.metadata().remove(BOUND);
        TestLog quiet = new TestLog();
        discovering(MetadataCheck.OFF).token(ORDERS);
        assertThat(quiet.text()).doesNotContain(BOUND);

        TestLog log = new TestLog();
        discovering(MetadataCheck.WARN).token(ORDERS);
        assertThat(log.text()).contains(BOUND);
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @Test
    @DisplayName("C-31 tokens come through the proxy, which sees neither them nor the client's certificate")
    void goesThroughTheProxy() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.start()) {
            KeyRing ring = world.ring(world.builder().proxy(proxy.uri()));
            BoundToken token = ring.token(ORDERS);

            assertThat(proxy.tunnels())
                    .containsExactly("localhost:" + world.login.uri("/token").getPort());
            assertThat(proxy.seen()).doesNotContain(token.accessToken(), "client_credentials");
            assertThat(world.fetchedWith()).containsExactly(PKI.serverA().thumbprint());
        }
    }

    @Test
    @DisplayName("a proxy that opens no tunnel is passed by on no other way")
    void keepsToTheProxy() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.refusing(403)) {
            KeyRing ring = world.ring(world.builder().proxy(proxy.uri()));

            assertThatThrownBy(() -> ring.token(ORDERS)).isInstanceOf(TokenUnavailableException.class);
            assertThat(world.login.calls()).isEmpty();
        }
    }

    @Test
    @DisplayName("C-5 a TLS context that somebody else makes is used, and so is the next one")
    void takesReadyContexts() throws Exception {
        AtomicReference<CredentialGeneration> ready = new AtomicReference<>(contextOf(PKI.serverA()));
        KeyRing ring = world.ring(KeyRing.builder()
                .credentialSource(ready::get)
                .tokenEndpoint(world.login.uri("/token"))
                .clientId("server-a")
                .allowedOrigins("https://api.example")
                .keyStoreCheckInterval(Duration.ZERO)
                .clocks(world.clock, world.clock.ticker(), world.scheduler));
        ring.token(ORDERS);
        assertThat(ring.reload()).isEqualTo(ReloadOutcome.UNCHANGED);
        ready.set(contextOf(PKI.partnerB()));

        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
        assertThat(world.fetchedWith())
                .containsExactly(PKI.serverA().thumbprint(), PKI.partnerB().thumbprint());
    }

    private static CredentialGeneration contextOf(TestIdentity identity) {
        return CredentialGeneration.of(identity.clientContext(PKI.authority().certificate()), identity.chain());
    }

    @Test
    @DisplayName("C-20 a client secret that has changed alone is read when the server refuses the client")
    void readsAChangedSecret() throws Exception {
        AtomicReference<String> secret = new AtomicReference<>("earlier");
        KeyRing ring = world.ring(world.builder()
                .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                .clientSecret(() -> secret.get().toCharArray()));
        secret.set("later");
        world.login.clients(ClientCheck.secret("server-a", "later"));

        assertThatThrownBy(() -> ring.token(ORDERS)).hasMessageContaining("invalid_client");
        world.clock.advance(Duration.ofSeconds(30));
        assertThat(ring.token(ORDERS)).isNotNull();
        assertThat(world.heard.replacedBy).isEmpty();
    }

    @Test
    @DisplayName("C-31 a client secret with the end of its line is refused, not sent, and not shown")
    void refusesAClientSecretWithALineEnd() throws Exception {
        assertThatThrownBy(() -> world.builder()
                        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                        .clientSecret("hunter2\n".toCharArray())
                        .build())
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("control character")
                .satisfies(
                        failure -> assertThat(RotationTest.stackTrace(failure)).doesNotContain("hunter2"));
    }

    @Test
    @DisplayName("C-31 what a source of the client secret throws does not come through, it may hold the secret")
    void hidesWhatASecretSourceThrows() throws Exception {
        assertThatThrownBy(() -> world.builder()
                        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                        .clientSecret(() -> {
                            throw new IllegalStateException("hunter2");
                        })
                        .build())
                .isInstanceOf(KeyMaterialException.class)
                .hasStackTraceContaining("IllegalStateException")
                .satisfies(
                        failure -> assertThat(RotationTest.stackTrace(failure)).doesNotContain("hunter2"));
    }
}
