package io.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.TestLog;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownCertificatesTest {
    private ShownCertificates shown;
    private TestLog log;

    @BeforeEach
    void begin() {
        TokenRules rules = new TokenRules(List.of(TokenRule.of("https://api.example", List.of(), List.of())));
        shown = new ShownCertificates(
                new CertificateDestinations(rules, URI.create("https://login.example")), new WithheldTokens(rules));
        log = new TestLog();
    }

    @ParameterizedTest(name = "connected to {0}:{1}, refused by {2}:{3}")
    @CsvSource({
        "::1, 8443, [::1], 8443, [::1]:8443",
        "2001:db8::1, 443, [2001:DB8::1], -1, [2001:db8::1]:443",
        "api.example, 443, API.example, -1, api.example:443"
    })
    @DisplayName("a server that has not asked is known again, however its address is written")
    void knowsTheServerAgain(String peer, int port, String host, int uriPort, String named) {
        shown.connected(peer, port, false);

        shown.tokenRefused(host, uriPort);

        assertThat(log.text()).containsOnlyOnce(named + " refused a token as invalid (401 invalid_token)");
    }

    @Test
    @DisplayName("a server that asks by now is not warned of")
    void forgetsAServerThatAsks() {
        shown.connected("::1", 8443, false);
        shown.connected("::1", 8443, true);

        shown.tokenRefused("[::1]", 8443);

        assertThat(log.text()).doesNotContain("refused a token");
    }
}
