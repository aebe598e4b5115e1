package io.holdfast.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.doctor.Doctor;
import io.holdfast.doctor.cli.Surroundings;
import io.holdfast.json.StrictJson;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("holdfast probe")
class ProbeCommandTest {
    private static final String PASSWORD = "canary-of-a-password";

    private Gallery gallery;
    private String token;
    private String otherToken;

    @TempDir
    static Path files;

    @BeforeAll
    void start() throws Exception {
        gallery = new Gallery();
        token = gallery.token(gallery.own).compact();
        otherToken = gallery.token(gallery.pki.partnerB()).compact();
        gallery.own.writePkcs12(files, "own", PASSWORD.toCharArray());
        gallery.pki.partnerB().writePkcs12(files, "other", PASSWORD.toCharArray());
        gallery.pki.authority().writePemCertificates(files, "trust");
        Files.writeString(files.resolve("password"), PASSWORD);
        Files.writeString(files.resolve("own.jwt"), token);
        Files.writeString(files.resolve("other.jwt"), otherToken);
    }

    @AfterAll
    void stop() {
        gallery.close();
    }

    @Test
    @DisplayName("proves the binding of a right server and exits with 0")
    void provesTheBindingOfARightServer() throws Exception {
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            Run run = probe(server, withOther());

            assertThat(run.out).as(run.err).contains("binding     PROVEN", "0 failed, 0 warnings");
            assertThat(run.code).as(run.out).isZero();
        }
    }

    @Test
    @DisplayName("sends no more than 60 requests to a right server, with a second client")
    void keepsToTheLimit() throws Exception {
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            Run run = probe(server, withOther());

            assertThat(run.out).doesNotContain("--max-requests");
            assertThat(server.requests()).isBetween(30, 60);
        }
    }

    @Test
    @DisplayName("exits with 1 for a certificate in a header, and again with the line that it shows")
    void findsTheHeader() throws Exception {
        try (GalleryServer server = gallery.open(Fault.HEADER)) {
            Run run = probe(server, List.of());

            assertThat(run.code).isEqualTo(1);
            assertThat(run.out).contains("FAIL  H1  critical", "yours in X-SSL-Client-Cert: 200");
            String again = run.out
                    .lines()
                    .filter(line -> line.contains("again:  holdfast probe "))
                    .findFirst()
                    .orElseThrow();
            List<String> words =
                    Arrays.asList(again.replaceFirst(".*holdfast probe ", "").split(" ", -1));
            Run second = run(words);
            assertThat(second.code).as(second.out + second.err).isEqualTo(1);
            assertThat(second.out).contains("FAIL  H1").doesNotContain("  pass  ");
        }
    }

    @Test
    @DisplayName("concludes nothing from refusals by TLS: exit 3, until a second client shows that cnf is ignored")
    void concludesNothingFromRefusalsByTls() throws Exception {
        try (GalleryServer server = gallery.openForAuthority(Fault.SAME_AUTHORITY)) {
            Run run = probe(server, List.of());
            assertThat(run.out)
                    .contains(
                            "binding     NOT PROVEN  every other certificate was refused by TLS",
                            "refused by TLS before");
            assertThat(run.code).as(run.out).isEqualTo(3);

            assertThat(probe(server, List.of("--allow-unproven")).code).isZero();

            Run withOther = probe(server, withOther());
            assertThat(withOther.out).contains("FAIL  B2");
            assertThat(withOther.code).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("judges nothing without a good control, and says what the server says")
    void judgesNothingWithoutAGoodControl() throws Exception {
        Files.writeString(
                files.resolve("refused.jwt"),
                gallery.token(gallery.own).claim("aud", "https://other.example").compact());
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            List<String> arguments = new ArrayList<>(arguments(server));
            arguments.set(
                    arguments.indexOf("--token-file") + 1,
                    files.resolve("refused.jwt").toString());
            Path junit = files.resolve("none.xml");
            arguments.addAll(List.of("--junit", junit.toString()));

            Run run = run(arguments);

            assertThat(run.code).isEqualTo(3);
            assertThat(run.out).contains("With your own token and certificate: 401", "invalid_token", "NOT PROVEN");
            assertThat(junit).doesNotExist();
        }
    }

    @Test
    @DisplayName("judges nothing by answers whose head has ten megabytes")
    void judgesNothingByEndlessHeads() throws Exception {
        String head = "HTTP/1.1 401 Unauthorized\r\n" + ("X-Long: " + "x".repeat(52_000) + "\r\n").repeat(198);
        try (RawServer server =
                RawServer.tlsForAnybody(gallery.pki.server().serverContextForAnyClient(), (number, in, out) -> {
                    RawServer.readRequest(in);
                    RawServer.write(out, head + "Content-Length: 0\r\n\r\n");
                })) {
            Run run = run(arguments(server.uri("/orders").toString()));

            assertThat(run.out).contains("its head is longer than 64 kB", "binding     NOT PROVEN");
            assertThat(run.code).as(run.out).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("judges nothing by a thief's answer that does not come in time, wherever the thief tries it")
    void judgesNothingByLateAnswers() throws Exception {
        String owner = gallery.own.thumbprint();
        AtomicInteger known = new AtomicInteger();
        RawServer[] self = new RawServer[1];
        try (RawServer server = RawServer.tls(
                        gallery.pki.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                            List<String> clients = self[0].clientThumbprints();
                            boolean owners = clients.size() > known.getAndSet(clients.size())
                                    && owner.equals(clients.get(clients.size() - 1));
                            serve(in, out, owners);
                        });
                RawServer plain = RawServer.plain((number, in, out) -> serve(in, out, false))) {
            self[0] = server;
            List<String> arguments =
                    new ArrayList<>(arguments(server.uri("/orders").toString()));
            arguments.addAll(withOther().subList(0, 4));
            arguments.addAll(List.of("--only", "B1,B2,B15,H7", "--timeout", "1s"));
            arguments.addAll(List.of("--active", "--http-port", "" + plain.port()));
            arguments.addAll(List.of("--direct", plain.uri("/orders").toString()));

            Run run = run(arguments);

            for (String check : List.of("B1", "B2", "B15", "H7")) {
                assertThat(run.out).as(run.err).containsPattern("---- .*\\b" + check + "\\b.* within 1000 ms");
            }
            assertThat(run.out).contains("NOT PROVEN").doesNotContain("refused by TLS", "--other-keystore");
            assertThat(run.code).as(run.out).isEqualTo(3);
        }
    }

    /** Answers the owner, and refuses what has no good token, at once; anybody else with the token after long. */
    private void serve(InputStream in, OutputStream out, boolean owners) throws IOException {
        String request = RawServer.readRequest(in);
        while (!request.isEmpty()) {
            boolean good = request.contains(token);
            if (!owners && (good || !request.contains("Authorization"))) {
                in.read(); // until the client gives up
                return;
            }
            String body = good ? "the orders of the owner" : "";
            RawServer.write(
                    out,
                    (good ? "HTTP/1.1 200 OK" : "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer")
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            request = RawServer.readRequest(in);
        }
    }

    @Test
    @DisplayName("plans without sending anything, and lists the catalogue")
    void plansWithoutSendingAnything() throws Exception {
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            Run plan = probe(server, List.of("--plan", "--only", "B1"));
            assertThat(plan.code).isZero();
            assertThat(plan.out.lines())
                    .hasSizeBetween(7, 12)
                    .allMatch(line -> line.startsWith("GET https://localhost:"));
            assertThat(server.requests()).isZero();
        }
        Run list = run(List.of("--list"));
        assertThat(list.code).isZero();
        assertThat(list.out).contains("B1   MUST critical", "H1   MUST critical");
    }

    @Test
    @DisplayName("exits with 2 for a wrong command line and with 3 for a server that does not answer")
    void tellsMistakesFromServers() throws Exception {
        GalleryServer server = gallery.open(Fault.NONE);
        List<String> arguments = arguments(server);
        server.close();

        assertThat(run(arguments).code).isEqualTo(3);
        assertThat(probe(server, List.of("--only", "Q9")).code).isEqualTo(2);
        assertThat(run(List.of("http://localhost/")).code).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "shows no token, no password, no key and no session: text, JSON, JUnit, and a server that repeats the token")
    void showsNoSecret() throws Exception {
        List<String> shown = new ArrayList<>();
        for (Fault fault : List.of(
                Fault.ECHO,
                Fault.HEADER,
                Fault.COOKIE,
                Fault.CERTIFICATE_NOT_REQUIRED,
                Fault.QUERY_TOKEN,
                Fault.PLAIN_REDIRECT)) {
            try (GalleryServer server = gallery.open(fault)) {
                Path junit = files.resolve(fault + ".xml");
                List<String> options = new ArrayList<>(withOther());
                options.addAll(List.of("--junit", junit.toString(), "--verbose", "--curl", "--active"));
                options.addAll(List.of(
                        "--http-port",
                        "" + server.plainPort(),
                        "--direct",
                        server.backEnd().toString()));
                Run text = probe(server, options);
                options.add("--json");
                Run json = probe(server, options);
                shown.addAll(List.of(text.out, text.err, json.out, json.err, Files.readString(junit)));
                assertThat(StrictJson.parseObject(json.out)).containsEntry("schema", "holdfast-probe/1");
                assertThat(json.out).contains("\"Set-Cookie\"", "\"Content-Length: ");
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit.toFile());
            }
        }
        for (String secret : secrets()) {
            assertThat(shown).noneMatch(text -> text.contains(secret));
        }
    }

    @Test
    @DisplayName("shows no opaque token, in whatever spelling a server repeats it, also in the lines of curl")
    void showsNoOpaqueToken() throws Exception {
        Files.writeString(files.resolve("opaque.jwt"), Gallery.OPAQUE);
        for (Fault fault : List.of(Fault.ECHO, Fault.HEADER, Fault.PLAIN_REDIRECT, Fault.QUERY_TOKEN)) {
            try (GalleryServer server = gallery.open(fault)) {
                List<String> arguments = new ArrayList<>(arguments(server));
                arguments.set(
                        arguments.indexOf("--token-file") + 1,
                        files.resolve("opaque.jwt").toString());
                arguments.addAll(List.of("--only", "E3,H1,B15,T1", "--curl", "--active"));
                arguments.addAll(List.of("--http-port", "" + server.plainPort()));
                Run text = run(arguments);
                arguments.add("--json");
                Run json = run(arguments);

                assertThat(text.out).as(text.err).contains(fault.check + " ", "curl:   ");
                if (fault == Fault.HEADER) {
                    assertThat(text.out).contains("sed -n '1s/.*/Authorization: Bearer &/p' ");
                }
                if (fault == Fault.QUERY_TOKEN) {
                    assertThat(text.out).contains("WARN  T1", " -G --data-urlencode access_token@");
                }
                for (String shown : List.of(text.out, text.err, json.out, json.err)) {
                    assertThat(shown).doesNotContainIgnoringCase("canary").doesNotContain("12345678901");
                }
            }
        }
    }

    @Test
    @DisplayName("bears a known finding, but not another one of the same check, and no line that is no longer true")
    void bearsKnownFindings() throws Exception {
        Path known = Files.writeString(
                files.resolve("known"), "# until the gateway is replaced\nE1 | 403 | the gateway stays until May\n");
        List<String> options =
                List.of("--only", "E1", "--allow-unproven", "--fail-on", "medium", "--known", known.toString());
        try (GalleryServer server = gallery.open(Fault.FORBIDDEN)) {
            Run run = probe(server, options);
            assertThat(run.out)
                    .contains("known E1 ", "Borne because: the gateway stays until May", "0 warnings, 1 known");
            assertThat(run.code).as(run.out).isZero();
        }
        try (GalleryServer server = gallery.open(Fault.CRASHES)) {
            Run run = probe(server, options);
            assertThat(run.out).contains("WARN  E1", "Known was another one: 403");
            assertThat(run.code).as(run.out).isEqualTo(1);
        }
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            Path junit = files.resolve("stale.xml");
            List<String> more = new ArrayList<>(options);
            more.addAll(List.of("--junit", junit.toString()));
            Run run = probe(server, more);
            assertThat(run.out).contains("STALE E1 passes now");
            assertThat(run.code).as(run.out).isEqualTo(1);
            assertThat(junit).content().contains("failures=\"1\"", "E1 passes now");
        }
    }

    @Test
    @DisplayName("names the line of a file of known findings that cannot be read")
    void namesTheLineOfKnownFindings() throws Exception {
        Path known = Files.writeString(files.resolve("known-wrong"), "E1 | 403 | a reason\nE1 | 403\n");
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            Run run = probe(server, List.of("--known", known.toString()));
            assertThat(run.code).isEqualTo(2);
            assertThat(run.err).contains("Line 2", "--known");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    @DisplayName("shows a finding as a line of curl, whose token goes through a pipe")
    void showsAFindingAsALineOfCurl() throws Exception {
        try (GalleryServer server = gallery.open(Fault.HEADER)) {
            Run run = probe(server, List.of("--only", "H1", "--curl"));

            String line = run.out
                    .lines()
                    .filter(one -> one.contains("curl:   "))
                    .findFirst()
                    .orElseThrow();
            assertThat(line)
                    .contains("sed -n '1s/.*/Authorization: Bearer &/p' '" + files.resolve("own.jwt") + "' | curl -i ")
                    .contains(" --cacert '" + files.resolve("trust.crt") + "' -H @- -H 'X-SSL-Client-Cert: ")
                    .endsWith(" 'https://localhost:" + server.port() + "/orders'")
                    .doesNotContain("--cert ", token);
        }
    }

    @Test
    @DisplayName("says of the issuer's metadata no more than true, false, missing or something else")
    void quotesNothingOfTheMetadata() throws Exception {
        String member = "tls_client_certificate_bound_access_tokens";
        gallery.issuer.metadata().put(member, "true\nbinding     PROVEN");
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            Run run = probe(server, List.of("--only", "M2"));

            assertThat(run.out).as(run.err).contains(member + " something else").doesNotContain(member + " true");
            assertThat(run.out.lines().filter(line -> line.startsWith("binding ")))
                    .hasSize(1);
        } finally {
            gallery.issuer.metadata().put(member, true);
        }
    }

    @Test
    @DisplayName("keeps the token out of the plan of active checks, and counts their calls")
    void keepsTheTokenOutOfThePlan() throws Exception {
        try (GalleryServer server = gallery.open(Fault.NONE)) {
            Run plan = probe(server, List.of("--plan", "--active", "--direct", "http://localhost:1/orders"));

            assertThat(plan.code).as(plan.err).isZero();
            assertThat(plan.out)
                    .contains("50 times, all at once", "http://localhost/orders", "http://localhost:1/orders")
                    .contains("access_token=token:")
                    .doesNotContain(token);
            assertThat(server.requests()).isZero();
            assertThat(probe(server, List.of("--plan", "--direct", "http://localhost:1/orders")))
                    .matches(run -> run.code == 2 && run.err.contains("--active"));
        }
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(PASSWORD, GalleryResource.SESSION));
        for (String one : List.of(token, otherToken)) {
            secrets.add(one);
            secrets.add(one.substring(one.lastIndexOf('.') + 1));
        }
        for (TestIdentity identity : List.of(gallery.own, gallery.pki.partnerB())) {
            String key =
                    Base64.getEncoder().encodeToString(identity.privateKey().getEncoded());
            secrets.add(key.substring(40, 80));
        }
        return secrets;
    }

    private List<String> withOther() {
        return List.of(
                "--other-keystore",
                files.resolve("other.p12").toString(),
                "--other-password-file",
                files.resolve("password").toString(),
                "--other-token-file",
                files.resolve("other.jwt").toString());
    }

    private List<String> arguments(GalleryServer server) {
        return arguments("https://localhost:" + server.port() + "/orders");
    }

    private List<String> arguments(String url) {
        return List.of(
                url,
                "--keystore",
                files.resolve("own.p12").toString(),
                "--password-file",
                files.resolve("password").toString(),
                "--trust",
                files.resolve("trust.crt").toString(),
                "--token-file",
                files.resolve("own.jwt").toString(),
                "--delay",
                "0ms");
    }

    private Run probe(GalleryServer server, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(arguments(server));
        arguments.addAll(more);
        return run(arguments);
    }

    private static Run run(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("probe"));
        all.addAll(arguments);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Doctor.run(
                all,
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(),
                        null));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private record Run(int code, String out, String err) {}
}
