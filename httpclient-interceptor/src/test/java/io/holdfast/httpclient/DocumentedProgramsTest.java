package io.holdfast.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.DocumentedPrograms;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.FakeAuthorizationServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The Java that README and docs show compiles, runs and does what they say. */
final class DocumentedProgramsTest extends DocumentedPrograms {

    private static final String SEND_ASYNCHRONOUSLY = """
            import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
            import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
            SimpleHttpResponse response = client.execute(
                    SimpleRequestBuilder.get("https://api.example.com/orders").build(), null).get();
            System.out.println(response.getCode() + " " + response.getBodyText());
            client.close();
            """;

    private static final String SEND_CLASSIC = """
            import org.apache.hc.core5.http.io.entity.EntityUtils;
            String answer = client.execute(new HttpGet("https://api.example.com/orders"),
                    response -> response.getCode() + " " + EntityUtils.toString(response.getEntity()));
            System.out.println(answer);
            client.close();
            """;

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

        assertThat(run("Program", program(page("imports"), page("classic"), SEND_CLASSIC), 8))
                .isEqualTo(ORDERS);
        assertOneCertificate(1);
    }

    @Test
    @DisplayName("the imports of docs/call-a-protected-api.md hold the types that they name")
    void importsHoldTheirTypes() {
        assertThat(page("imports").trim().split("\n")).hasSize(12).allSatisfy(line -> {
            String folder =
                    line.substring("import ".length(), line.indexOf(".*;")).replace('.', '/');
            for (String name : line.substring(line.indexOf("//") + 2).trim().split(", ", -1)) {
                assertThat(getClass().getResource("/" + folder + "/" + name + ".class"))
                        .as(name)
                        .isNotNull();
            }
        });
    }

    @Test
    @DisplayName("C-1 the pool of docs/call-a-protected-api.md")
    void classicClientWithAPoolRuns() throws Exception {
        assertThat(run("Program", program(page("imports"), KEY_RING, page("pool"), SEND_CLASSIC), 8))
                .isEqualTo(ORDERS);
    }

    @Test
    @DisplayName("C-1 the asynchronous client of docs/call-a-protected-api.md")
    void asynchronousClientRuns() throws Exception {
        assertThat(run("Program", program(page("imports"), KEY_RING, page("async"), SEND_ASYNCHRONOUSLY), 8))
                .isEqualTo(ORDERS);
        assertOneCertificate(1);
    }

    @Test
    @DisplayName("C-37 the asynchronous client of docs/call-a-protected-api.md that speaks HTTP/1.1")
    void asynchronousClientOverHttp1Runs() throws Exception {
        String start = "client.start();\n";

        assertThat(run("Program", program(page("imports"), KEY_RING, page("http1"), start, SEND_ASYNCHRONOUSLY), 8))
                .isEqualTo(ORDERS);
    }

    @Test
    @DisplayName("C-1 C-19 a user's token exchanged for one request, as in docs/call-a-protected-api.md")
    void exchangeRuns() throws Exception {
        String client = "CloseableHttpClient client ="
                + " BoundTokenInterceptor.of(keyRing).configure(HttpClients.custom()).build();\n"
                + "String userToken = \"a-users-token\";\n";

        run("Program", program(page("imports"), KEY_RING, client, page("exchange")), 8);

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
                program(page("imports"), page, client, context)
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

        assertThat(run("Program", program(page("imports"), keyStore, page, ask), 8))
                .startsWith("true");
    }

    @Test
    @DisplayName("the authentication of docs/call-a-protected-api.md")
    void authenticationOfCallAProtectedApiRuns() throws Exception {
        String page = page("authentication");
        Path rsa = PKI.identity("CN=server-a").rsa(2048).build().writePkcs12(directory, "rsa", PASSWORD.toCharArray());
        String keyStore = """
                KeyStoreSource keyStore = KeyStoreFile.at(Paths.get("%s"))
                        .password("%s".toCharArray())
                        .build();
                """.formatted(rsa, PASSWORD);

        assertThat(run(
                        "Program",
                        program(
                                page("imports"),
                                keyStore,
                                page,
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

    private static String element(String xml, String name) {
        int start = xml.indexOf("<" + name + ">") + name.length() + 2;
        return xml.substring(start, xml.indexOf("</" + name + ">", start));
    }
}
