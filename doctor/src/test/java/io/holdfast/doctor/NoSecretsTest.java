package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.PemText;
import io.holdfast.token.TokenDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No token, password, secret or private key reaches a stream, whatever the command and however it fails. */
class NoSecretsTest {
    private static final String PASSWORD = "canary-of-a-password-0815";

    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    private String file(String name, String text) throws Exception {
        return Parties.file(files, name, text).toString();
    }

    @Test
    void showsNoSecretInAnyStream() throws Exception {
        String token = SERVICE.accessToken("server-a");
        String opaque = SERVICE.accessToken("opaque");
        String key = PemText.privateKey(SERVICE.identity("server-a").privateKey());
        List<String> secrets = List.of(
                token,
                token.substring(token.lastIndexOf('.') + 1),
                opaque,
                Parties.SECRET,
                PASSWORD,
                Base64.getEncoder()
                        .encodeToString(
                                SERVICE.identity("server-a").privateKey().getEncoded())
                        .substring(40, 90));
        Map<String, String> settings = Parties.settings(SERVICE);
        List<String[]> lines = new ArrayList<>();
        try (Door door = Parties.tomcat(files.resolve("tomcat"), SERVICE, settings)) {
            List<String> identity = Parties.identity(files, SERVICE, "server-a");
            String url = door.secure() + "/api/x";
            String secret = file("secret", Parties.SECRET);
            String a = file("a.jwt", token);
            String o = file("o.jwt", opaque);
            String store = SERVICE.identity("server-a")
                    .writePkcs12(files, "canary", PASSWORD.toCharArray())
                    .toString();
            String wrong = file("wrong", PASSWORD + "x");
            String pem = file("key.pem", key);
            String context = file(
                    "context.xml",
                    Parties.contextXml(settings).replace("/>", " keyStorePassword='" + PASSWORD + "'/>"));
            String certificate = SERVICE.identity("server-a")
                    .writePemCertificates(files, "a")
                    .toString();
            lines.add(line(identity, "token", "--issuer", SERVICE.issuer(), "--client-id", "server-a"));
            lines.add(line(
                    identity,
                    "token",
                    "--issuer",
                    SERVICE.issuer(),
                    "--client-id",
                    "by-secret",
                    "--auth",
                    "client_secret_basic",
                    "--client-secret-file",
                    secret));
            lines.add(line(
                    identity,
                    "token",
                    "--issuer",
                    SERVICE.issuer(),
                    "--client-id",
                    "nobody",
                    "--auth",
                    "client_secret_post",
                    "--client-secret-file",
                    secret));
            lines.add(line(
                    identity,
                    "token",
                    "--issuer",
                    SERVICE.issuer(),
                    "--client-id",
                    "server-a",
                    "--subject-token-file",
                    a));
            lines.add(line(
                    identity,
                    "token",
                    "--issuer",
                    SERVICE.issuer(),
                    "--client-id",
                    "server-a",
                    "--refresh-token-file",
                    secret));
            lines.add(line(identity, "call", url, "--token-file", a));
            lines.add(line(identity, "call", url, "--token-file", o));
            lines.add(line(
                    identity, "call", url + "?" + "q=" + "1", "--token-file", a, "-X", "POST", "--data-file", secret));
            lines.add(line(identity, "call", "https://localhost:1/", "--token-file", a));
            lines.add(line(List.of(), "call", url, "--token-file", pem));
            lines.add(line(List.of(), "explain", "--settings", context, "--token-file", a, "--cert", certificate));
            lines.add(line(List.of(), "explain", a));
            lines.add(line(List.of(), "explain", pem));
            lines.add(line(List.of(), "explain", "--settings", secret, "--token-file", a));
            lines.add(line(List.of(), "check", context, "--offline"));
            lines.add(line(List.of(), "check", secret, "--offline"));
            lines.add(line(List.of(), "thumbprint", "--keystore", store, "--password-file", wrong));
            lines.add(line(List.of(), "thumbprint", "--keystore", pem));
            lines.add(line(List.of(), "thumbprint", secret));
            lines.add(line(List.of(), "thumbprint", "--header-value", secret, "--format", "nginx"));
            for (String[] arguments : lines) {
                for (List<String> more : List.of(List.of("-v"), List.of("--json"))) {
                    Run run = Run.of(line(more, arguments));
                    assertThat(run.code()).as(run.all()).isNotEqualTo(70);
                    secrets.forEach(canary -> assertThat(run.all())
                            .as(String.join(" ", arguments))
                            .doesNotContain(canary));
                }
            }
        }
        assertThat(Files.exists(Path.of(System.getProperty("user.home"), ".holdfast")))
                .isFalse();
    }

    @Test
    void hidesAnOpaqueTokenThatTheServerRepeatsInItsChallenge() throws Exception {
        String token = "canary/of+an.opaque~token_0815==";
        String file = file("opaque.jwt", token);
        List<String> challenges = List.of(
                "401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"Invalid access"
                        + " token: " + token + "\"",
                "403 Forbidden\r\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"" + token + "\"");
        for (String challenge : challenges) {
            String answer = "HTTP/1.1 " + challenge + "\r\nLocation: /login?from=" + token + "\r\nContent-Length: "
                    + token.length() + "\r\n\r\n" + token;
            try (RawServer server = echo(answer)) {
                String explained = file("answer.txt", answer);
                for (String[] arguments : List.of(
                        new String[] {
                            "call",
                            server.uri("/orders").toString(),
                            "--token-file",
                            file,
                            "--trust",
                            SERVICE.authorities().toString()
                        },
                        new String[] {"explain", explained, "--token-file", file})) {
                    for (String more : List.of("-v", "--json")) {
                        Run run = Run.of(line(List.of(more), arguments));

                        assertThat(run.code()).as(run.all()).isEqualTo(1);
                        assertThat(run.all())
                                .contains("token:" + TokenDigest.of(token))
                                .doesNotContain(token)
                                .doesNotContain("canary");
                    }
                }
            }
        }
    }

    private static RawServer echo(String answer) throws IOException {
        return RawServer.tlsForAnybody(SERVICE.pki().server().serverContextForAnyClient(), (number, in, out) -> {
            RawServer.readRequest(in);
            RawServer.write(out, answer);
        });
    }

    @Test
    void showsNothingOfAnExceptionOfItsOwn() throws Exception {
        String store = SERVICE.identity("server-a")
                .writePkcs12(files, "canary", PASSWORD.toCharArray())
                .toString();
        for (String[] arguments : List.of(
                line(List.of(), "thumbprint", "--keystore", store),
                line(List.of(), "call", "https://localhost:1/", "--keystore", store),
                line(
                        List.of(),
                        "token",
                        "--token-endpoint",
                        "https://localhost:1/",
                        "--client-id",
                        "a",
                        "--keystore",
                        store),
                line(
                        List.of(),
                        "probe",
                        "https://localhost:1/",
                        "--token-file",
                        file("a", "a.b.c"),
                        "--keystore",
                        store))) {
            Run run = Run.of(
                    Map.of(),
                    "",
                    question -> {
                        throw new IllegalStateException(PASSWORD);
                    },
                    arguments);

            assertThat(run.code()).as(run.all()).isEqualTo(70);
            assertThat(run.err()).contains("IllegalStateException", "  at ");
            assertThat(run.all()).doesNotContain(PASSWORD);
        }
    }

    private static String[] line(List<String> more, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(more);
        return all.toArray(new String[0]);
    }
}
