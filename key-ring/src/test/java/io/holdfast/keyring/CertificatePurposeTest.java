package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Certificates that name the purposes of their keys. */
class CertificatePurposeTest {
    private static final String ADVICE =
            "Its extended key usage has no clientAuth, so servers that look at it refuse it. Ask"
                    + " its authority for a certificate with clientAuth (TLS Web Client Authentication).";
    private static final TestIdentity OF_A_SERVER =
            PKI.identity("CN=Server A,OU=Orders,O=Partner A").onlyForServers().build();

    @Test
    @DisplayName("C-39 a certificate that is for servers alone is warned of when it is loaded")
    void warnsOfACertificateForServers() throws Exception {
        try (KeyRingWorld world = new KeyRingWorld()) {
            KeyRing ring = world.ring();
            TestLog log = new TestLog();
            world.keyStore.set(OF_A_SERVER);
            ring.reload();

            assertThat(log.text()).contains(ADVICE, OF_A_SERVER.thumbprint());
        }
        try (KeyRingWorld world = new KeyRingWorld()) {
            world.keyStore.set(OF_A_SERVER);
            TestLog log = new TestLog();
            world.ring();

            assertThat(log.text()).contains(ADVICE);
        }
    }

    @Test
    @DisplayName("C-39 one that is for clients, for both or names no purpose is not")
    void keepsQuietOfOthers() throws Exception {
        for (TestIdentity identity : List.of(
                PKI.identity("CN=both").build(),
                PKI.identity("CN=client").onlyForClients().build(),
                PKI.identity("CN=none").withoutExtendedKeyUsage().build())) {
            try (KeyRingWorld world = new KeyRingWorld()) {
                world.keyStore.set(identity);
                TestLog log = new TestLog();
                world.ring();

                assertThat(log.text()).doesNotContain("clientAuth");
            }
        }
    }

    @Test
    @DisplayName("C-39 where a server refuses it, the failure names the purpose")
    void namesThePurposeOfARefusedCertificate() throws Exception {
        try (KeyRingWorld world = new KeyRingWorld();
                DistrustfulServer login = new DistrustfulServer(
                        PKI.server(), PKI.secondAuthority().certificate(), "TLSv1.3")) {
            world.keyStore.set(OF_A_SERVER);
            KeyRing ring = world.ring(world.builder().tokenEndpoint(login.uri("/token")));

            assertThatThrownBy(() -> ring.token(ORDERS)).hasMessageContaining(ADVICE);
        }
    }
}
