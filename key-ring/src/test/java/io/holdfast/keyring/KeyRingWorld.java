package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SettableScheduler;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An authorization server on real TLS, a key store in memory that can be changed, and a ring over both. */
public final class KeyRingWorld implements AutoCloseable {
    static final TestPki PKI = TestPki.create();
    static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));
    static final TokenRequest ORDERS = TokenRequest.clientCredentials(List.of("orders"), List.of());
    static final TokenRequest STOCK = TokenRequest.clientCredentials(List.of("stock"), List.of());

    final FakeAuthorizationServer login;
    final SettableClock clock = SettableClock.atPresent();
    final SettableScheduler scheduler = new SettableScheduler(clock);
    final RecordingListener heard = new RecordingListener();

    /** What the key store holds: nothing while it is broken. */
    final AtomicReference<@Nullable TestIdentity> keyStore = new AtomicReference<>(PKI.serverA());

    private final List<KeyRing> rings = new ArrayList<>();

    KeyRingWorld() throws IOException {
        login = FakeAuthorizationServer.start(PKI.server());
    }

    /** Complete, with clocks that stand still and no watch; every part may be set anew. */
    KeyRingBuilder builder() {
        return withoutServer().tokenEndpoint(login.uri("/token"));
    }

    /** Complete like {@link #builder()}, with the token endpoint from the server's metadata. */
    KeyRingBuilder issuerBuilder() {
        return withoutServer().issuer(login.issuer());
    }

    private KeyRingBuilder withoutServer() {
        return KeyRing.builder()
                .keyStore(this::load)
                .trust(TRUSTED)
                .clientId("server-a")
                .allowedOrigins("https://api.example")
                .keyStoreCheckInterval(Duration.ZERO)
                .clocks(clock, clock.ticker(), scheduler);
    }

    private KeyMaterial load() throws KeyMaterialException {
        TestIdentity held = keyStore.get();
        if (held == null) {
            throw new KeyMaterialException("The key store is broken.");
        }
        return keysOf(held);
    }

    static KeyMaterial keysOf(TestIdentity identity) throws KeyMaterialException {
        return KeyMaterial.of(identity.privateKey(), identity.chain());
    }

    KeyRing ring(KeyRingBuilder builder) throws KeyMaterialException {
        KeyRing ring = builder.build();
        ring.addListener(heard);
        rings.add(ring);
        return ring;
    }

    KeyRing ring() throws KeyMaterialException {
        return ring(builder());
    }

    /** Another key and certificate of the same subject. */
    static TestIdentity renewed() {
        return PKI.identity("CN=Server A,OU=Orders,O=Partner A").build();
    }

    /** The thumbprints that tokens were fetched with, call by call. */
    List<String> fetchedWith() {
        return tokenCalls().stream()
                .map(call -> call.clientThumbprint().orElse("none"))
                .collect(Collectors.toList());
    }

    List<RecordedCall> tokenCalls() {
        return login.calls("/token");
    }

    static String thumbprint(CredentialGeneration credentials) {
        return credentials.thumbprint().value();
    }

    static <T> T soon(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        rings.forEach(KeyRing::close);
        login.close();
    }
}
