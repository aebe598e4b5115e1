package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("holdfast token that gets none")
class RefusedTokensTest {
    private static final TestPki PKI = TestPki.create();
    private static final String NOT_ASKED = "No client certificate was asked for on that connection.";

    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    private Run fetched(String endpoint, TestPki trusted) {
        return Run.of(
                "token",
                "--token-endpoint",
                endpoint,
                "--client-id",
                "a",
                "--keystore",
                PKI.serverA().writePem(files, "a").toString(),
                "--trust",
                trusted.authority().writePemCertificates(files, "trust").toString(),
                "--timeout",
                "5s");
    }

    @Test
    @DisplayName("says of no certificate asked for only where the handshake came so far")
    void saysOfNoCertificateAskedForOnlyAfterAHandshake() throws Exception {
        for (String nobody : new String[] {"https://localhost:1/token", "https://no-such-host.invalid/token"}) {
            assertThat(fetched(nobody, PKI))
                    .matches(run -> run.code() == 3 && !run.err().contains(NOT_ASKED));
        }
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(PKI.server())) {
            String endpoint = server.uri(FakeAuthorizationServer.TOKEN_PATH).toString();
            assertThat(fetched(endpoint, TestPki.create()))
                    .as("an authority that is not trusted")
                    .matches(run -> run.code() == 3 && !run.err().contains(NOT_ASKED));
        }
        String asksNobody = SERVICE.issuer() + "/.well-known/oauth-authorization-server";
        Run run = Run.of(Parties.concat(
                Parties.identity(files, SERVICE, "server-a"),
                "token",
                "--token-endpoint",
                asksNobody,
                "--client-id",
                "a"));
        assertThat(run.code()).as(run.all()).isEqualTo(3);
        assertThat(run.err()).contains(NOT_ASKED);
    }

    @ParameterizedTest
    @DisplayName("names the address that a redirect points to, without its query, and does not follow it")
    @ValueSource(ints = {301, 302, 307, 308})
    void namesTheAddressOfARedirect(int status) throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(PKI.server())) {
            server.always(
                    FakeAuthorizationServer.TOKEN_PATH,
                    ScriptedAnswer.status(status).header("Location", "https://login.example/t\u00FCr?next=canary#x"));

            Run run = fetched(server.uri(FakeAuthorizationServer.TOKEN_PATH).toString(), PKI);

            assertThat(run.code()).as(run.all()).isEqualTo(3);
            assertThat(run.err())
                    .contains("answered " + status + " without an OAuth error. It points to https://login.example/t")
                    .contains(", which is not followed")
                    .doesNotContain("canary");
        }
    }
}
