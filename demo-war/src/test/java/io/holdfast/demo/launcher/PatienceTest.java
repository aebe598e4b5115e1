package io.holdfast.demo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes connections and never answers is what a call under load looks like. */
class PatienceTest {
    private static final Duration BRIEF = Duration.ofMillis(200);
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final AtomicInteger attempts = new AtomicInteger();
    private ServerSocket silent;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
    }

    @Test
    void repeatsACallThatTimesOutUntilItIsAnswered() throws Exception {
        String answer = Patience.with(() -> attempts.incrementAndGet() < 3 ? ask() : "answered");

        assertThat(answer).isEqualTo("answered");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void givesUpAfterThreeTimeouts() {
        assertThatThrownBy(() -> Patience.with(() -> {
                    attempts.incrementAndGet();
                    return ask();
                }))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void repeatsAPartnersCallWhoseTokenTimesOut() {
        assertThatThrownBy(() -> Patience.with(() -> {
                    attempts.incrementAndGet();
                    try (KeyRing ring = ring()) {
                        return ring.token(TokenRequest.clientCredentials(Set.of("orders:read"), Set.of()));
                    }
                }))
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessageContaining("nothing came for 200 ms during the TLS handshake");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void repeatsNothingElse() throws IOException {
        silent.close();

        assertThatThrownBy(() -> Patience.with(() -> {
                    attempts.incrementAndGet();
                    return ask();
                }))
                .isInstanceOf(ConnectException.class);
        assertThat(attempts).hasValue(1);
    }

    private String ask() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"))
                                .timeout(BRIEF)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private KeyRing ring() throws Exception {
        return KeyRing.builder()
                .keyStore(KeyStoreFile.at(
                                PKI.serverA().writePkcs12(directory, "server-a", DemoFiles.PASSWORD.toCharArray()))
                        .password(DemoFiles.PASSWORD.toCharArray())
                        .build())
                .trust(TrustedCertificates.load(
                        PKI.authority().writePemCertificates(directory, "authority"), null, null))
                .issuer("https://localhost:" + silent.getLocalPort())
                .clientId("server-a")
                .responseTimeout(BRIEF)
                .scopes("orders:read")
                .allowedOrigins("https://localhost:" + silent.getLocalPort())
                .build();
    }
}
