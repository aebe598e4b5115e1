package io.holdfast.keyring;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** An authorization server, an API that gets tokens and one that gets none, and a ring for the tests of one client. */
public final class ClientWorld implements AutoCloseable {
    public static final TestPki PKI = TestPki.create();
    public static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));

    public final FakeAuthorizationServer login;
    public final RecordingApi api;
    public final RecordingApi other;
    public final KeyRing ring;
    private final AtomicReference<TestIdentity> keyStore = new AtomicReference<>(PKI.serverA());

    public ClientWorld() throws Exception {
        login = FakeAuthorizationServer.start(PKI.server());
        api = new RecordingApi(PKI.server());
        api.checkingTokens();
        other = new RecordingApi(PKI.server());
        ring = ring(api.origin());
    }

    /** Another ring, which is the caller's to close. */
    public KeyRing ring(String origin) throws Exception {
        return builder().allowedOrigins(origin).build();
    }

    /** Complete but for its rules. */
    public KeyRingBuilder builder() {
        return KeyRing.builder()
                .keyStore(() -> KeyRingWorld.keysOf(keyStore.get()))
                .trust(TRUSTED)
                .tokenEndpoint(login.uri("/token"))
                .clientId("server-a");
    }

    /** Puts another certificate of the same subject in use. */
    public void rotate() throws Exception {
        keyStore.set(keyStore.get().renewed());
        if (ring.reload() != ReloadOutcome.REPLACED) {
            throw new AssertionError("The ring has not taken the new certificate.");
        }
    }

    @Override
    public void close() {
        ring.close();
        login.close();
        api.close();
        other.close();
    }
}
