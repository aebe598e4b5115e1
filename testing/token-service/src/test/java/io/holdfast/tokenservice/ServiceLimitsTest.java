package io.holdfast.tokenservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.config.SettingsException;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.tokenservice.client.AccessTokenFormat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does when it cannot. */
class ServiceLimitsTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName(
            "A-29 when too many tokens are out, the oldest of the client that has most are forgotten, and no other's")
    void forgetsTheOldestOfTheGreediest() throws Exception {
        try (Parties parties = Parties.start(directory)) {
            TestToken many = parties.service().testToken("server-a").format(AccessTokenFormat.OPAQUE);
            String before = parties.token("opaque", parties.pki.serverA());
            String first = many.mint();
            for (int i = 1; i < 100_000; i++) {
                many.mint();
            }

            String after = parties.token("opaque", parties.pki.serverA());

            assertThat(parties.introspected(before)).containsEntry("active", true);
            assertThat(parties.introspected(after)).containsEntry("active", true);
            assertThat(parties.introspected(many.mint())).containsEntry("active", true);
            assertThat(parties.introspected(first)).containsEntry("active", false);
        }
    }

    @Test
    void answersNothingWhileItIsSuspendedAndForgetsNothing() throws Exception {
        try (Parties parties = Parties.start(directory)) {
            String token = parties.token("server-a", parties.pki.serverA());
            List<String> kids = parties.service().signingKeyIds();
            parties.service().suspend();

            assertThat(parties.service().suspended()).isTrue();
            for (String path : parties.service().paths()) {
                RawResponse response = parties.running.ordinary(RawRequest.get(path));
                assertThat(response.status()).as(path).isEqualTo(503);
                assertThat(response.headers("Retry-After")).hasSize(1);
            }
            parties.service().resume();

            assertThat(parties.introspected(token)).containsEntry("active", true);
            assertThat(parties.service().signingKeyIds()).isEqualTo(kids);
        }
    }

    @Test
    void tellsAllThatIsWrongWithItsSettings() {
        assertThatThrownBy(() -> Parties.start(
                        directory,
                        settings -> settings.issuer(URI.create("http://localhost:8443"))
                                .mtlsBaseUrl(URI.create("https://localhost:8444/"))
                                .tokenLifetime(Duration.ofHours(2))))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems())
                                .hasSize(3)
                                .anyMatch(problem ->
                                        problem.contains("issuer") && problem.contains("http://localhost:8443"))
                                .anyMatch(problem -> problem.contains("mtlsBaseUrl"))
                                .anyMatch(problem -> problem.contains("tokenLifetime") && problem.contains("PT2H")));
    }
}
