package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No line end in a stranger's certificate, token or answer makes up a line of a report. */
class OneLineTest {
    private static final String FORGED = "forged line of a report";

    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    private static void assertKeepsItsLines(Run run) {
        assertThat(run.all()).as("the canary is there").contains(FORGED);
        assertThat(run.all().lines()).noneMatch(line -> line.stripLeading().startsWith(FORGED));
    }

    private static TestIdentity stranger() {
        return SERVICE.pki()
                .identity("CN=genuine\\0A" + FORGED)
                .dns("localhost")
                .build();
    }

    private static String token() {
        String text = "\"genuine\\n" + FORGED + "\"";
        return part("{\"alg\":" + text + ",\"typ\":" + text + ",\"kid\":" + text + "}") + "."
                + part("{\"iss\":" + text + ",\"sub\":" + text + ",\"aud\":" + text + ",\"scope\":" + text
                        + ",\"client_id\":" + text + ",\"exp\":4102444800," + text + ":1}")
                + "." + part("signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void showsAnAuthorityAndACertificateInOneLine() throws Exception {
        TestIdentity stranger = stranger();
        String file = stranger.writePemCertificates(files, "stranger").toString();
        assertKeepsItsLines(Run.of("thumbprint", file));
        assertKeepsItsLines(Run.of("explain", "--cert", file));
        try (RawServer server = RawServer.tls(
                SERVICE.pki().server().serverContextNaming(stranger.certificate()), null, false, (number, in, out) -> {
                    RawServer.readRequest(in);
                    RawServer.write(out, "HTTP/1.1 204 No Content\r\n\r\n");
                })) {
            assertKeepsItsLines(Run.of(Parties.concat(
                    Parties.identity(files, SERVICE, "server-a"),
                    "call",
                    server.uri("/").toString())));
            assertKeepsItsLines(Run.of(check(server)));
        }
    }

    private String[] check(RawServer server) throws Exception {
        String settings = Parties.file(files, "context.xml", Parties.contextXml(Parties.settings(SERVICE)))
                .toString();
        return new String[] {
            "check",
            settings,
            "--url",
            server.uri("/").toString(),
            "--trust",
            SERVICE.authorities().toString()
        };
    }

    @Test
    void showsEachPartOfATokenInOneLine() throws Exception {
        String token = Parties.file(files, "a.jwt", token()).toString();
        assertKeepsItsLines(Run.of("explain", "--token-file", token));
        String settings = Parties.file(files, "context.xml", Parties.contextXml(Parties.settings(SERVICE)))
                .toString();
        assertKeepsItsLines(Run.of(
                "explain",
                "--settings",
                settings,
                "--token-file",
                token,
                "--cert",
                stranger().writePemCertificates(files, "stranger").toString()));
    }

    @Test
    void keepsTheLinesOfTheBodyOfACall() throws Exception {
        try (RawServer server =
                RawServer.tlsForAnybody(SERVICE.pki().server().serverContextForAnyClient(), (number, in, out) -> {
                    RawServer.readRequest(in);
                    RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\none\ntwo");
                })) {
            Run run = Run.of(
                    "call",
                    server.uri("/").toString(),
                    "--trust",
                    SERVICE.authorities().toString());

            assertThat(run.out().lines()).containsExactly("one", "two");
        }
    }
}
