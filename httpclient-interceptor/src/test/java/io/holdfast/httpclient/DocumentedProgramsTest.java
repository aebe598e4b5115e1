package io.holdfast.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java that README and docs show compiles, runs and does what they say. */
@Timeout(60)
final class DocumentedProgramsTest {
    private static final String PASSWORD = "changeit";
    private static final String OTHER_CLIENTS = "docs/other-http-clients.md";
    private static final String ORDERS = "200 [\"an order\"]" + System.lineSeparator();
    private static final TestPki PKI = TestPki.create();

    private static final String IMPORTS = """
            import io.holdfast.authorizationserver.TokenRequest;
            import io.holdfast.keyring.*;
            import io.holdfast.keyring.token.*;
            import io.holdfast.httpclient.*;
            import io.holdfast.keystore.*;
            import java.io.IOException;
            import java.net.URI;
            import java.nio.file.Paths;
            import java.time.Duration;
            import java.util.Collections;
            """;

    private static final String HTTPCLIENT_5 = """
            import org.apache.hc.client5.http.async.methods.*;
            import org.apache.hc.client5.http.classic.methods.*;
            import org.apache.hc.client5.http.impl.async.*;
            import org.apache.hc.client5.http.impl.classic.*;
            import org.apache.hc.client5.http.protocol.HttpClientContext;
            import org.apache.hc.core5.http.io.entity.EntityUtils;
            """;

    private static final String KEY_RING = """
            TokenRequest orders = TokenRequest.clientCredentials(
                    Collections.singleton("orders:read"), Collections.<String>emptySet());
            KeyRing keyRing = KeyRing.builder()
                    .keyStore(KeyStoreFile.at(Paths.get("/etc/holdfast/server-a.p12"))
                            .password("changeit".toCharArray())
                            .build())
                    .trust(TrustedCertificates.load(Paths.get("/etc/holdfast/authorities.pem"), null, null))
                    .issuer("https://login.example.com")
                    .clientId("server-a")
                    .scopes("orders:read")
                    .allowedOrigins("https://api.example.com")
                    .build();
            """;

    private static final String SEND_CLASSIC = """
            String answer = client.execute(new HttpGet("https://api.example.com/orders"),
                    response -> response.getCode() + " " + EntityUtils.toString(response.getEntity()));
            System.out.println(answer);
            client.close();
            """;

    @TempDir
    private Path directory;

    private FakeAuthorizationServer issuer;
    private FakeAuthorizationServer api;

    @BeforeEach
    void start() throws IOException {
        issuer = FakeAuthorizationServer.start(PKI.server());
        api = FakeAuthorizationServer.start(PKI.server());
        api.always("/orders", ScriptedAnswer.json(200, "[\"an order\"]"));
    }

    @AfterEach
    void stop() {
        api.close();
        issuer.close();
    }

    @Test
    @DisplayName("C-1 C-9 C-13 the README's program gets a bound token and uses it with the same certificate")
    void programOfTheReadmeRuns() throws Exception {
        assertThat(run("Orders", DocumentedSnippet.read("README.md", "java"), 8))
                .isEqualTo(ORDERS);
        assertOneCertificate(1);
    }

    @Test
    @DisplayName("C-1 the classic client of docs/call-a-protected-api.md")
    void classicClientRuns() throws Exception {
        Files.writeString(directory.resolve("password"), PASSWORD + "\n");

        assertThat(run("Program", program(HTTPCLIENT_5, page("classic"), SEND_CLASSIC), 8))
                .isEqualTo(ORDERS);
        assertOneCertificate(1);
    }

    @Test
    @DisplayName("C-1 the pool of docs/call-a-protected-api.md")
    void classicClientWithAPoolRuns() throws Exception {
        assertThat(run("Program", program(HTTPCLIENT_5, KEY_RING, page("pool"), SEND_CLASSIC), 8))
                .isEqualTo(ORDERS);
    }

    @Test
    @DisplayName("C-1 the asynchronous client of docs/call-a-protected-api.md")
    void asynchronousClientRuns() throws Exception {
        String send = """
                SimpleHttpResponse response = client.execute(
                        SimpleRequestBuilder.get("https://api.example.com/orders").build(), null).get();
                System.out.println(response.getCode() + " " + response.getBodyText());
                client.close();
                """;

        assertThat(run("Program", program(HTTPCLIENT_5, KEY_RING, page("async"), send), 8))
                .isEqualTo(ORDERS);
        assertOneCertificate(1);
    }

    @Test
    @DisplayName("C-1 C-19 a user's token exchanged for one request, as in docs/call-a-protected-api.md")
    void exchangeRuns() throws Exception {
        String client = "CloseableHttpClient client ="
                + " BoundTokenInterceptor.of(keyRing).configure(HttpClients.custom()).build();\n"
                + "String userToken = \"a-users-token\";\n";

        run("Program", program(HTTPCLIENT_5, KEY_RING, client, page("exchange")), 8);

        assertThat(issuer.calls(FakeAuthorizationServer.TOKEN_PATH))
                .singleElement()
                .satisfies(call -> assertThat(call.formValue("subject_token")).contains("a-users-token"));
        assertOneCertificate(1);
    }

    @Test
    @DisplayName("C-1 C-23 HttpURLConnection with a key ring, after a refused token too")
    void httpUrlConnectionRuns() throws Exception {
        refuseOnce();

        assertThat(run("Orders", DocumentedSnippet.read(OTHER_CLIENTS, "HttpURLConnection"), 8))
                .isEqualTo(ORDERS);
        assertOneCertificate(2);
    }

    @Test
    @DisplayName("C-1 java.net.http with a key ring")
    void javaNetHttpRuns() throws Exception {
        String imports = """
                import java.net.http.*;
                """;
        String print = """
                System.out.println(response.statusCode() + " " + response.body());
                """;

        assertThat(run(
                        "Program",
                        program(imports, KEY_RING, DocumentedSnippet.read(OTHER_CLIENTS, "java.net.http"), print),
                        17))
                .isEqualTo(ORDERS);
        assertOneCertificate(1);
    }

    @Test
    @DisplayName("C-1 C-23 Apache HttpClient 4.5 with a key ring, after a refused token too")
    void httpClient4Runs() throws Exception {
        refuseOnce();
        String imports = """
                import org.apache.http.*;
                import org.apache.http.client.ServiceUnavailableRetryStrategy;
                import org.apache.http.client.methods.HttpGet;
                import org.apache.http.client.protocol.HttpClientContext;
                import org.apache.http.config.RegistryBuilder;
                import org.apache.http.conn.socket.ConnectionSocketFactory;
                import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
                import org.apache.http.impl.client.*;
                import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
                import org.apache.http.protocol.HttpContext;
                import org.apache.http.util.EntityUtils;
                """;
        String send = """
                for (int i = 0; i < 2; i++) {
                    try (org.apache.http.client.methods.CloseableHttpResponse response =
                            client.execute(new HttpGet("https://api.example.com/orders"))) {
                        System.out.println(response.getStatusLine().getStatusCode() + " "
                                + EntityUtils.toString(response.getEntity()));
                    }
                }
                client.close();
                """;

        assertThat(run(
                        "Program",
                        program(imports, KEY_RING, DocumentedSnippet.read(OTHER_CLIENTS, "HttpClient 4.5"), send),
                        8))
                .isEqualTo(ORDERS + ORDERS);
        assertOneCertificate(3);
    }

    @Test
    @DisplayName("C-10 the rules of docs/several-partners.md, and a token named for one request")
    void rulesOfSeveralPartnersCompile() throws Exception {
        Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        String page = DocumentedSnippet.read("docs/several-partners.md", "rules");
        String context = DocumentedSnippet.read("docs/several-partners.md", "context");
        String client = "CloseableHttpClient client ="
                + " BoundTokenInterceptor.of(keyRing).configure(HttpClients.custom()).build();\n";
        String partnerB = "https://api.partner-b.example";

        run(
                "Program",
                program(HTTPCLIENT_5, page, client, context)
                        .replace(partnerB + "\"", api.issuer() + "\"")
                        .replace("HttpPost(\"" + partnerB, "HttpPost(\"" + api.issuer()),
                8);

        assertThat(issuer.calls(FakeAuthorizationServer.TOKEN_PATH))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.formValue("scope")).contains("orders:write");
                    assertThat(call.formValue("resource")).contains(partnerB + "/orders");
                });
        assertOneCertificate(1);
    }

    @Test
    void settingsOfRotateCertificatesCompile() throws Exception {
        Path key = PKI.serverA().writePemKey(directory, "tls");
        Path chain = PKI.serverA().writePemCertificates(directory, "tls");
        String page = DocumentedSnippet.read("docs/rotate-certificates.md", "settings")
                .replace("/etc/holdfast/tls.key", key.toString())
                .replace("/etc/holdfast/tls.crt", chain.toString());

        assertThat(run("Program", program(page, "System.out.println(keyRing.reload());\n"), 8))
                .startsWith("UNCHANGED");
    }

    @Test
    @DisplayName("C-32 the redirects of docs/call-a-protected-api.md")
    void redirectsOfCallAProtectedApiRun() throws Exception {
        String keyStore = """
                KeyStoreSource keyStore = KeyStoreFile.at(Paths.get("/etc/holdfast/server-a.p12"))
                        .password("%s".toCharArray())
                        .build();
                """.formatted(PASSWORD);
        String ask = """
                System.out.println(keyRing.rules().nameRedirect("partner.example", 443, "api-2.example.com", 443));
                """;
        String page = page("redirects").replace("https://api.example.com", "https://partner.example");

        assertThat(run("Program", program("import io.holdfast.keystore.KeyStoreSource;", keyStore, page, ask), 8))
                .startsWith("true");
    }

    @Test
    @DisplayName("the authentication of docs/call-a-protected-api.md")
    void authenticationOfCallAProtectedApiRuns() throws Exception {
        String page = page("authentication");
        int begin = page.indexOf("\n\n");
        Path rsa = PKI.identity("CN=server-a").rsa(2048).build().writePkcs12(directory, "rsa", PASSWORD.toCharArray());
        String keyStore = """
                KeyStoreSource keyStore = KeyStoreFile.at(Paths.get("%s"))
                        .password("%s".toCharArray())
                        .build();
                """.formatted(rsa, PASSWORD);

        assertThat(run(
                        "Program",
                        program(
                                page.substring(0, begin),
                                keyStore,
                                page.substring(begin),
                                "System.out.println(keyRing.status().generation());\n"),
                        8))
                .startsWith("1");
    }

    @Test
    void dependencyOfTheReadmeIsThisModule() {
        String dependency = DocumentedSnippet.read("README.md", "pom.xml");
        String pom = DocumentedSnippet.text("httpclient-interceptor/pom.xml");

        assertThat(pom).contains("<version>" + element(dependency, "version") + "</version>");
        assertThat(element(dependency, "groupId")).isEqualTo(element(pom, "groupId"));
        assertThat(pom).contains("</parent>\n\n  <artifactId>" + element(dependency, "artifactId") + "</artifactId>");
    }

    private static String page(String snippet) {
        return DocumentedSnippet.read("docs/call-a-protected-api.md", snippet) + "\n";
    }

    /** Statements as a program; the first part may be imports. */
    private static String program(String... parts) {
        StringBuilder imports = new StringBuilder(IMPORTS);
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            (part.startsWith("import ") ? imports : body).append(part).append('\n');
        }
        return imports + "public class Program { public static void main(String[] args) throws Exception {\n" + body
                + "keyRing.close();\n}}\n";
    }

    private String run(String name, String source, int release) throws Exception {
        String local = source.replace("System.getenv(\"KEYSTORE_PASSWORD\")", '"' + PASSWORD + '"')
                .replace(
                        "/etc/holdfast/server-a.password",
                        directory.resolve("password").toString())
                .replace(
                        "/etc/holdfast/server-a.p12",
                        PKI.serverA()
                                .writePkcs12(directory, "server-a", PASSWORD.toCharArray())
                                .toString())
                .replace(
                        "/etc/holdfast/authorities.pem",
                        PKI.authority()
                                .writePemCertificates(directory, "authorities")
                                .toString())
                .replace("https://login.example.com", issuer.issuer())
                .replace("https://api.example.com", api.issuer());
        return new JavaProgram(directory, name, local).run(release);
    }

    private void refuseOnce() {
        api.queue("/orders", ScriptedAnswer.status(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    /** Each call of the API had the certificate of the token calls, and a token. */
    private void assertOneCertificate(int calls) {
        List<RecordedCall> apiCalls = api.calls("/orders");
        assertThat(apiCalls).hasSize(calls);
        assertThat(apiCalls)
                .allSatisfy(call -> assertThat(call.header("Authorization"))
                        .singleElement()
                        .asString()
                        .startsWith("Bearer ey"));
        assertThat(issuer.calls(FakeAuthorizationServer.TOKEN_PATH)).isNotEmpty();
        for (List<RecordedCall> side : List.of(apiCalls, issuer.calls(FakeAuthorizationServer.TOKEN_PATH))) {
            assertThat(side)
                    .allSatisfy(call -> assertThat(call.clientThumbprint())
                            .contains(PKI.serverA().thumbprint()));
        }
    }

    private static String element(String xml, String name) {
        int start = xml.indexOf("<" + name + ">") + name.length() + 2;
        return xml.substring(start, xml.indexOf("</" + name + ">", start));
    }
}
