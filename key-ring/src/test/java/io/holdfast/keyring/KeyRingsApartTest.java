package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.token.BoundToken;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must not be shared: between two rings, and between two generations of one. */
@Timeout(60)
class KeyRingsApartTest {
    private KeyRingWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new KeyRingWorld();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @DisplayName("C-6 F11 two key rings for one server share no token and no connection")
    void shareNoToken() throws Exception {
        KeyRing ours = world.ring();
        KeyRing theirs = ringOf(PKI.partnerB());
        BoundToken one = ours.token(ORDERS);
        BoundToken other = theirs.token(ORDERS);

        assertThat(one.accessToken()).isNotEqualTo(other.accessToken());
        assertThat(world.fetchedWith())
                .containsExactly(PKI.serverA().thumbprint(), PKI.partnerB().thumbprint());
        assertThat(ours.token(ORDERS)).isSameAs(one);
        assertThat(theirs.token(ORDERS)).isSameAs(other);
    }

    @Test
    @DisplayName("C-6 F11 two key rings' TLS contexts share no session")
    void shareNoSession() throws Exception {
        SSLContext ours = world.ring().sslContext();
        SSLContext theirs = ringOf(PKI.partnerB()).sslContext();
        for (int i = 0; i < 3; i++) {
            assertThat(seenBy(ours)).isEqualTo(PKI.serverA().thumbprint());
            assertThat(seenBy(theirs)).isEqualTo(PKI.partnerB().thumbprint());
        }
    }

    @Test
    @DisplayName("F11 a key ring that rotates and is closed leaves another as it was")
    void leavesOthersAlone() throws Exception {
        KeyRing ours = world.ring();
        KeyRing theirs = ringOf(PKI.partnerB());
        BoundToken token = theirs.token(ORDERS);
        ours.token(ORDERS);
        world.keyStore.set(renewed());
        ours.reload();
        ours.close();

        assertThat(theirs.token(ORDERS)).isSameAs(token);
        assertThat(theirs.replacement(token)).isPresent();
        assertThat(theirs.credentials().thumbprint().value())
                .isEqualTo(PKI.partnerB().thumbprint());
    }

    @Test
    @DisplayName("C-6 after a certificate change no TLS session with the old certificate is resumed")
    void resumesNoSessionOfTheOldCertificate() throws Exception {
        KeyRing ring = world.ring();
        SSLContext context = ring.sslContext();
        assertThat(seenBy(context)).isEqualTo(PKI.serverA().thumbprint());
        TestIdentity next = renewed();
        world.keyStore.set(next);
        ring.reload();

        assertThat(seenBy(context)).isEqualTo(next.thumbprint());
    }

    private KeyRing ringOf(TestIdentity identity) throws Exception {
        return world.ring(world.builder().keyStore(() -> KeyRingWorld.keysOf(identity)));
    }

    /** The thumbprint that a server sees of a client with this context, which reads the answer to its end. */
    private String seenBy(SSLContext context) throws IOException {
        int port = world.login.uri("/").getPort();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.getOutputStream()
                    .write("GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            answer.readAllBytes();
        }
        List<RecordedCall> calls = world.login.calls("/who");
        return calls.get(calls.size() - 1).clientThumbprint().orElse("none");
    }
}
