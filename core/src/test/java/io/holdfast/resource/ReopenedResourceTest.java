package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A protected resource whose settings change while it decides. */
final class ReopenedResourceTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private FakeAuthorizationServer server;
    private StubRequest request;

    @BeforeEach
    void start() throws IOException {
        server = FakeAuthorizationServer.start(PKI.server());
        settings.put("issuer", server.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put(
                "trustStore",
                PKI.authority().writePemCertificates(directory, "authority").toString());
        request = StubRequest.with(
                        "Bearer " + server.tokens().boundTo(PKI.serverA()).compact())
                .from(PKI.serverA().certificate());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ResourceSettings parsed() throws SettingsException {
        return ResourceSettings.parse(settings);
    }

    private ProtectedResource open() throws SettingsException {
        return ProtectedResource.open(parsed(), ResourceOfOneIssuer.place());
    }

    @Test
    @DisplayName("S-87 keeps the keys of an issuer whose settings stay, though its server is away")
    void keepsWhatIsKnown() throws Exception {
        try (ProtectedResource before = open()) {
            assertThat(before.decide(request).permitted()).isTrue();
            server.goDown();
            settings.put("requiredScopes", "orders:approve");
            settings.put("binding", "when-present");
            try (ProtectedResource after = before.reopen(parsed())) {
                assertThat(after.decide(request).reason()).contains(RefusalReason.SCOPE_INSUFFICIENT);
                assertThat(before.decide(request).permitted()).isTrue();

                before.close();
                assertThat(before.decide(request).reason()).contains(RefusalReason.VERIFICATION_UNAVAILABLE);
                assertThat(after.decide(request).reason()).contains(RefusalReason.SCOPE_INSUFFICIENT);
            }
        }
    }

    @Test
    @DisplayName("S-33 holds tokens to an issuer's changed settings from the first request on")
    void followsAnIssuersSettings() throws Exception {
        try (ProtectedResource before = open()) {
            assertThat(before.decide(request).permitted()).isTrue();
            settings.put("audience", "https://other.example.com");
            try (ProtectedResource after = before.reopen(parsed())) {
                assertThat(after.decide(request).reason()).contains(RefusalReason.TOKEN_AUDIENCE);
            }
            assertThat(before.decide(request).permitted()).isTrue();
        }
    }

    @Test
    @DisplayName("S-77 stays as it is when other settings cannot be put into effect")
    void staysAsItIs() throws Exception {
        try (ProtectedResource before = open()) {
            assertThat(before.decide(request).permitted()).isTrue();
            settings.put("trustStore", directory.resolve("nowhere.pem").toString());
            ResourceSettings bad = parsed();

            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> before.reopen(bad))
                    .withMessageContaining("nowhere.pem");
            assertThat(before.decide(request).permitted()).isTrue();
        }
    }
}
