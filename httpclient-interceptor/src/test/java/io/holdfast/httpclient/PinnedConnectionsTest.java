package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.testpki.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections of an application's own that stay with a certificate which the key ring has replaced. */
@Timeout(60)
class PinnedConnectionsTest {
    private final TestIdentity renewed = PKI.serverA().renewed();
    private RedirectWorld world;
    private KeyRing keyRing;

    @BeforeEach
    void start() throws Exception {
        world = new RedirectWorld();
        RotatingKeys keys = new RotatingKeys(PKI.serverA());
        keyRing = world.closing(world.builder().keyStore(keys).build());
        keys.hold(renewed);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private Transport.Client pinned(Transport transport) {
        return world.closing(transport.openWithForeignConnections(
                keyRing, keyRing.credentials().sslContext()));
    }

    /** As messages show a thumbprint. */
    private static String beginningOf(TestIdentity identity) {
        return identity.thumbprint().substring(0, 8) + "\u2026";
    }

    @ParameterizedTest(name = "C-6 C-35 F9 no token goes over them, and the message says why, {0}")
    @EnumSource
    void carryNoToken(Transport transport) throws Exception {
        Transport.Client client = pinned(transport);
        assertThat(client.get(world.api.uri("/orders")).status()).isEqualTo(200);

        assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);

        for (int i = 0; i < 2; i++) { // over what is in the pool, and over a new one
            assertThat(catchThrowable(() -> client.get(world.api.uri("/orders"))))
                    .hasStackTraceContaining("The token was not sent")
                    .hasStackTraceContaining("bound to the certificate " + beginningOf(renewed))
                    .hasStackTraceContaining(beginningOf(PKI.serverA()) + ", which has been replaced")
                    .hasStackTraceContaining("does not follow the key ring")
                    .hasStackTraceContaining("sslContext()");
        }
        assertThat(world.api.calls()).hasSize(1);
    }

    @ParameterizedTest(name = "C-33 H5 nor are they used where the certificate does not belong, {0}")
    @EnumSource
    void showNothingToStrangers(Transport transport) throws Exception {
        Transport.Client client = pinned(transport);

        assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);

        assertThat(catchThrowable(() -> client.get(world.stranger.uri("/public"))))
                .hasStackTraceContaining("The request was not sent")
                .hasStackTraceContaining(beginningOf(PKI.serverA()))
                .hasStackTraceContaining("neither an allowed origin nor the authorization server");
        assertThat(world.stranger.calls()).isEmpty();
    }
}
