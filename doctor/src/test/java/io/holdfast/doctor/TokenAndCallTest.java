package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.json.StrictJson;
import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.Door;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TokenAndCallTest {
    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    static Path files;

    private static Door door;

    @BeforeAll
    static void openDoor() throws Exception {
        door = Parties.tomcat(files.resolve("tomcat"), SERVICE, Parties.settings(SERVICE));
    }

    @AfterAll
    static void closeDoor() throws Exception {
        door.close();
    }

    private static String[] token(String clientId, String... more) throws Exception {
        List<String> options = Parties.identity(files, SERVICE, clientId);
        options.addAll(List.of("--issuer", SERVICE.issuer(), "--client-id", clientId));
        options.addAll(List.of(more));
        return Parties.concat(options, "token");
    }

    private static String url(String path) {
        return door.secure() + path;
    }

    private static String[] call(String clientId, String path, String... more) throws Exception {
        List<String> options = Parties.identity(files, SERVICE, clientId);
        options.addAll(List.of(more));
        return Parties.concat(options, "call", url(path));
    }

    private static Path tokenFile(String name, String token) throws Exception {
        return Parties.file(files, name + ".jwt", token);
    }

    @Test
    void fetchesATokenAndProvesThatItIsBoundToTheCertificateOfTheHandshake() throws Exception {
        Run run = Run.of(token("server-a"));

        assertThat(run.code()).as(run.all()).isZero();
        assertThat(run.out())
                .contains("BOUND to the certificate of this very handshake")
                .contains(SERVICE.identity("server-a").thumbprint())
                .contains("for a client certificate, of any authority")
                .contains("mtls_endpoint_aliases")
                .contains(" left)")
                .contains("curl --cert-type P12");
        Map<String, Object> json =
                StrictJson.parseObject(Run.of(token("server-a", "--json")).out());
        assertThat(json).containsEntry("binding", "BOUND").doesNotContainKey("access_token");
    }

    @Test
    void tellsCurlTheTypeOfAKeyStoreOnlyIfItIsNoPem() throws Exception {
        Path pem = SERVICE.identity("server-a").writePem(files, "curl");
        Run run = Run.of(
                "token",
                "--issuer",
                SERVICE.issuer(),
                "--client-id",
                "server-a",
                "--keystore",
                pem.toString(),
                "--trust",
                SERVICE.authorities().toString());

        assertThat(run.out())
                .as(run.all())
                .contains("curl --cert '" + pem + "'")
                .doesNotContain("P12");
    }

    @Test
    void showsTheTokenOnlyWhenAskedFor() throws Exception {
        Run shown = Run.of(token("server-a", "--show-token"));

        assertThat(shown.out().trim()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(shown.err()).contains("BOUND").doesNotContain(shown.out().trim());
        assertThat(StrictJson.parseObject(
                        Run.of(token("server-a", "--show-token", "--json")).out()))
                .containsKey("access_token");
    }

    @Test
    void authenticatesByEveryMethodOfTheKeyRing() throws Exception {
        Path secret = Parties.file(files, "secret.txt", Parties.SECRET + "\n");

        assertThat(Run.of(token("self-signed", "--auth", "self_signed_tls_client_auth")))
                .matches(TokenAndCallTest::bound);
        assertThat(Run.of(token("by-key", "--auth", "private_key_jwt"))).matches(TokenAndCallTest::bound);
        for (String method : List.of("client_secret_basic", "client_secret_post")) {
            assertThat(Run.of(token("by-secret", "--auth", method, "--client-secret-file", "" + secret)))
                    .matches(run -> bound(run) || run.err().contains("client_secret"));
        }
    }

    private static boolean bound(Run run) {
        return run.code() == 0 && run.out().contains("BOUND to the certificate of this very handshake");
    }

    @Test
    void findsATokenThatIsNotBoundAndDoesNotGuessAboutAnOpaqueOne() throws Exception {
        assertThat(Run.of(token("unbound")))
                .matches(run -> run.code() == 1 && run.out().contains("NOT BOUND"))
                .matches(run -> run.out().contains("Spring Authorization Server for one"));
        assertThat(Run.of(token("opaque")))
                .matches(run -> run.code() == 0 && run.out().contains("NOT KNOWN"));
    }

    @Test
    void tellsWhyThereIsNoToken() throws Exception {
        assertThat(Run.of(token("server-a", "--scope", "gold:mine")))
                .matches(run -> run.code() == 3 && run.err().contains("invalid_scope"));
        List<String> thief = Parties.identity(files, SERVICE, "partner-b");
        thief.addAll(List.of("--issuer", SERVICE.issuer(), "--client-id", "server-a"));
        assertThat(Run.of(Parties.concat(thief, "token")))
                .matches(run -> run.code() == 3 && run.err().contains("invalid_client"));
        assertThat(Run.of("token", "--issuer", SERVICE.issuer(), "--client-id", "server-a"))
                .matches(run -> run.code() == 2 && run.err().contains("--keystore FILE"));
        List<String> untrusting = List.of(token("server-a"));
        int trust = untrusting.indexOf("--trust");
        Run run = Run.of(java.util.stream.IntStream.range(0, untrusting.size())
                .filter(i -> i != trust && i != trust + 1)
                .mapToObj(untrusting::get)
                .toArray(String[]::new));
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("trust");
    }

    @Test
    void callsWithAFetchedTokenAndShowsEachStep() throws Exception {
        Run run = Run.of(call("server-a", "/api/echo", "--issuer", SERVICE.issuer(), "--client-id", "server-a"));

        assertThat(run.code()).as(run.all()).isZero();
        assertThat(run.err())
                .contains("127.0.0.1 port " + door.secure().getPort())
                .contains("TLSv1.3")
                .contains("a client certificate, of any authority")
                .contains(SERVICE.identity("server-a").thumbprint())
                .contains("HTTP/1.1 200")
                .contains("The request was accepted.");
        assertThat(run.out()).isNotEmpty();
    }

    @Test
    void namesTheReasonOfEachUsualRefusal() throws Exception {
        String stolen = SERVICE.accessToken("server-a");
        String file = tokenFile("stolen", stolen).toString();
        String expired =
                tokenFile("expired", SERVICE.token("server-a").expired().mint()).toString();
        String unbound = tokenFile(
                        "unbound",
                        SERVICE.token("server-a").withoutConfirmation().mint())
                .toString();
        String elsewhere = tokenFile(
                        "elsewhere", SERVICE.token("server-a").otherAudience().mint())
                .toString();

        refused(
                call("partner-b", "/api/echo", "--token-file", file),
                "The token is bound to "
                        + SERVICE.identity("server-a").thumbprint() + ", and the certificate that was sent is "
                        + SERVICE.identity("partner-b").thumbprint());
        refused(
                new String[] {"call", url("/api/echo"), "--token-file", file, "--trust", "" + SERVICE.authorities()},
                "No client certificate was sent");
        refused(call("server-a", "/api/echo", "--token-file", expired), "has expired");
        refused(call("server-a", "/api/echo", "--token-file", unbound), "bound to no certificate");
        refused(call("server-a", "/api/echo", "--token-file", unbound), "Spring Authorization Server for one");
        refused(call("server-a", "/api/echo", "--token-file", elsewhere), "holdfast explain");
        refused(call("server-a", "/api/echo"), "No access token was sent");
    }

    private static void refused(String[] arguments, String reason) {
        Run run = Run.of(arguments);
        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.err()).contains("HTTP/1.1 401").contains(reason).contains("to do");
    }

    @Test
    void neverCallsAServerOfAnotherNameOrWithoutTls() throws Exception {
        assertThat(Run.of("call", "http://localhost/"))
                .matches(run -> run.code() == 2 && run.err().contains("https"));
        Run untrusted = Run.of("call", url("/"));
        assertThat(untrusted.code()).isEqualTo(3);
        assertThat(untrusted.err()).contains("--trust FILE").contains("CN=");
    }

    @Test
    void endsACallThatTakesTooLong() throws Exception {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();
            Run run = Run.of("call", "https://localhost:" + silent.getLocalPort() + "/", "--timeout", "300ms");
            assertThat(run.code()).isEqualTo(3);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }
}
