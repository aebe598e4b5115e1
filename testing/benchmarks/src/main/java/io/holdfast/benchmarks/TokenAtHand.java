package io.holdfast.benchmarks;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key ring on an authorization server over TLS, or none; the ring's token lives longer than a measurement. */
final class TokenAtHand implements AutoCloseable {
    static final String API = "https://api.example.com/orders";

    private static final String ORIGIN = "https://api.example.com";

    private final FakeAuthorizationServer server;
    private final @Nullable KeyRing ring;

    /** @param wanted false for a client without tokens */
    TokenAtHand(boolean wanted) throws Exception {
        server = FakeAuthorizationServer.start(Issuer.PKI.server());
        KeyMaterial keys = KeyMaterial.of(
                Issuer.PKI.serverA().privateKey(), Issuer.PKI.serverA().chain());
        ring = wanted
                ? KeyRing.builder()
                        .keyStore(() -> keys)
                        .trust(TrustedCertificates.of(
                                List.of(Issuer.PKI.authority().certificate())))
                        .tokenEndpoint(server.uri(FakeAuthorizationServer.TOKEN_PATH))
                        .clientId("server-a")
                        .scopes("orders:read")
                        .allowedOrigins(ORIGIN)
                        .keyStoreCheckInterval(Duration.ZERO)
                        .build()
                : null;
    }

    /** Null for a client without tokens. */
    @Nullable
    KeyRing ring() {
        return ring;
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
        server.close();
    }
}
