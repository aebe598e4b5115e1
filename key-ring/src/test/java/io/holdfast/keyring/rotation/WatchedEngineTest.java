package io.holdfast.keyring.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedEngineTest {
    private static final TestPki PKI = TestPki.create();

    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    private final List<String> withheld = new ArrayList<>();

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @DisplayName("C-35 C-37 the handshake fails where another certificate was shown, before anybody can send")
    void failsTheHandshake(String protocol) throws Exception {
        SSLEngine client = client(PKI.thief(), PKI.serverA(), protocol);

        assertThatThrownBy(() -> shakeHands(client, server()))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining(PKI.thief().thumbprint().substring(0, 8))
                .hasMessageContaining(PKI.serverA().thumbprint().substring(0, 8));
        assertThat(withheld).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @DisplayName("C-35 the handshake succeeds with the certificate of the generation")
    void finishesTheHandshake(String protocol) throws Exception {
        SSLEngine client = client(PKI.serverA(), PKI.serverA(), protocol);

        shakeHands(client, server());

        assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
        assertThat(withheld).isEmpty();
    }

    private SSLEngine client(TestIdentity shown, TestIdentity expected, String protocol) throws Exception {
        CredentialGeneration credentials =
                CredentialGeneration.of(shown.clientContext(PKI.authority().certificate()), expected.chain());
        SSLEngine engine = new WatchedEngine(
                credentials.sslContext().createSSLEngine("localhost", 443),
                ConnectionUse.whileInUse(
                        credentials, () -> credentials, "localhost", 443, new HeardCertificateUse(withheld)));
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    private static SSLEngine server() {
        SSLEngine engine = PKI.server().serverContextForAnyClient().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    /** Until the client is told that the handshake is over. */
    private void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        for (int turn = 0; turn < 50; turn++) {
            if (advance(client, toClient, toServer)) {
                return;
            }
            advance(server, toServer, toClient);
        }
        throw new AssertionError("no end of the handshake: " + client.getHandshakeStatus());
    }

    /** @return true if the engine says that the handshake has finished */
    private static boolean advance(SSLEngine engine, ByteBuffer incoming, ByteBuffer outgoing) throws SSLException {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        SSLEngineResult result;
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
            incoming.flip();
            result = engine.unwrap(incoming, ByteBuffer.allocate(1 << 16));
            incoming.compact();
        } else {
            result = engine.wrap(ByteBuffer.allocate(0), outgoing);
        }
        return result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }
}
