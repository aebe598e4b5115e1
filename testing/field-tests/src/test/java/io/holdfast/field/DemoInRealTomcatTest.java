package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.launcher.DemoFiles;
import io.holdfast.demo.launcher.HoldfastDemo;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/demo.md says of the demo in one's own Tomcat, step by step, with the packaged WARs. */
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_TOMCATS)
class DemoInRealTomcatTest {
    private static final String PAGE = "docs/demo.md";
    private static final String DIRECTORY = "/opt/holdfast-demo";

    @TempDir
    private Path directory;

    private final Set<Integer> taken = new HashSet<>();
    private Path base;
    private Path files;
    private int port;
    private int mtlsPort;

    @BeforeEach
    void choosePortsAndDirectories() throws IOException {
        base = Files.createDirectories(directory.resolve("base"));
        files = directory.resolve("files");
        port = Site.freePort(taken);
        mtlsPort = Site.freePort(taken);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"tomcat9, demo-tomcat-9", "tomcat10, demo-tomcat-10", "tomcat11, demo-tomcat-10"})
    @DisplayName("the demo runs in a Tomcat after the steps of its page")
    void runsAfterTheStepsOfItsPage(String id, String steps) throws Exception {
        FieldServer server = FieldServer.named(id);
        prepareFiles();
        copyConfiguration(server.home());
        addConnectors();
        runInShell(Path.of(System.getProperty("holdfast.root")), steps);

        TestIdentity serverA = identity("server-a");
        try (RealTomcat tomcat = RealTomcat.start(server, base, url(port), client(null))) {
            assertThat(tomcat.log())
                    .contains(
                            "Apache Tomcat/" + server.version(),
                            "This is the Holdfast demo",
                            "only this machine itself");
            assertThat(console("localhost:" + port)).contains("name=\"form_token\"");
            assertThat(console("evil.example")).doesNotContain("form_token").contains("Open it at localhost");
            String token = token(serverA, "server-a");

            assertThat(orders("server-a", serverA, token).status()).isEqualTo(200);
            assertThat(orders("server-a", serverA, token).body()).contains("server-a-1001", serverA.thumbprint());
            assertThat(orders("server-a", identity("thief"), token).status()).isEqualTo(401);
            assertThat(orders("server-a", null, token).status()).isEqualTo(401);
            assertThat(orders("server-b", serverA, token).status()).isEqualTo(403);
            TestIdentity serverC = identity("server-c");
            assertThat(orders("server-c", serverC, token(serverC, "server-c")).status())
                    .isEqualTo(200);
            for (String path :
                    List.of("/orders/server-b/..;/server-a", "/orders//server-a", "/orders/server-b/%2e%2e/server-a")) {
                RawRequest request = RawRequest.get(path).bearer(token);
                assertThat(RawHttpsClient.once(url(mtlsPort), client(serverA), null, request)
                                .status())
                        .as(path)
                        .isBetween(400, 404);
            }
            assertThat(tomcat.log()).doesNotContain("SEVERE", token);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"tomcat9, demo-tomcat-9", "tomcat10, demo-tomcat-10"})
    @DisplayName("the curl lines of the page show what they promise, also for a WAR of one's own")
    void showsWithCurlWhatThePagePromises(String id, String steps) throws Exception {
        FieldServer server = FieldServer.named(id);
        prepareFiles();
        copyConfiguration(server.home());
        addConnectors();
        runInShell(Path.of(System.getProperty("holdfast.root")), steps);
        deployOwnApplication(id.equals("tomcat9") ? Namespace.JAVAX : Namespace.JAKARTA);

        try (RealTomcat tomcat = RealTomcat.start(server, base, url(port), client(null))) {
            assertThat(statuses(runInShell(files, "demo-curl"))).containsExactly("200", "401", "401", "403");

            String own = runInShell(files, "demo-own-curl");
            assertThat(statuses(own)).as(own).containsExactly("200", "401");
            assertThat(own).containsOnlyOnce("the application itself");
        }
    }

    private static List<String> statuses(String answers) {
        return answers.lines()
                .filter(text -> text.startsWith("HTTP/1.1 "))
                .map(text -> text.substring(9, 12))
                .toList();
    }

    /** A WAR whose filter has the settings that the page shows for the demo's tokens. */
    private void deployOwnApplication(Namespace namespace) throws IOException {
        String filter = DocumentedSnippet.read(namespace.document, namespace.snippet);
        int begin = filter.indexOf("<init-param>");
        int end = filter.lastIndexOf("</init-param>") + "</init-param>".length();
        String settings = here(DocumentedSnippet.read(PAGE, "demo-own-war"));
        try (WarFile war = new WarFile(base.resolve("webapps/your-application.war"))) {
            war.text("WEB-INF/web.xml", filter.substring(0, begin) + settings + filter.substring(end))
                    .text("index.html", "the application itself")
                    .library(Jars.filter());
        }
    }

    /** Under this name; Tomcat, unlike Jetty, answers under each. */
    private String console(String host) throws IOException {
        RawResponse page = RawHttpsClient.once(
                url(port), client(null), null, RawRequest.get("/").header("Host", host));
        assertThat(page.status()).isEqualTo(200);
        return page.body();
    }

    /** As {@code mvn -Pdemo -Ddemo.files=…} does. */
    private void prepareFiles() {
        Properties settings = new Properties();
        settings.setProperty("demo.files", files.toString());
        settings.setProperty("demo.port", Integer.toString(port));
        settings.setProperty("demo.mtlsPort", Integer.toString(mtlsPort));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        int status = new HoldfastDemo(settings, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();

        assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
    }

    /** The distribution's own, but for the ports that another Tomcat may have. */
    private void copyConfiguration(Path home) throws IOException {
        Path conf = Files.createDirectories(base.resolve("conf"));
        Files.createDirectories(base.resolve("webapps/ROOT"));
        try (Stream<Path> all = Files.list(home.resolve("conf"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        replaceInServerXml("port=\"8005\"", "port=\"-1\"");
        replaceInServerXml("port=\"8080\"", "port=\"" + Site.freePort(taken) + "\"");
    }

    private void addConnectors() throws IOException {
        String service = "<Service name=\"Catalina\">";
        replaceInServerXml(service, service + "\n" + here(DocumentedSnippet.read(PAGE, "demo-server.xml")));
    }

    private void replaceInServerXml(String text, String replacement) throws IOException {
        Path file = base.resolve("conf/server.xml");
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, replacement));
    }

    private String runInShell(Path workingDirectory, String snippet) throws Exception {
        Path output = directory.resolve("output.txt");
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", here(DocumentedSnippet.read(PAGE, snippet)))
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("CATALINA_BASE", base.toString());
        Process process = shell.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private String here(String snippet) {
        return snippet.replace(DIRECTORY, files.toString())
                .replace("8443", Integer.toString(port))
                .replace("8444", Integer.toString(mtlsPort));
    }

    private String token(TestIdentity client, String clientId) throws Exception {
        RawRequest request = RawRequest.of("POST", "/token")
                .form("grant_type=client_credentials&client_id=" + clientId + "&resource=" + url(mtlsPort) + "/orders");
        RawResponse response = RawHttpsClient.once(url(mtlsPort), client(client), null, request);
        assertThat(response.status()).isEqualTo(200);
        Map<String, Object> answer = JsonUtil.parseJson(response.body());
        return (String) answer.get("access_token");
    }

    private RawResponse orders(String partner, TestIdentity client, String token) throws IOException {
        RawRequest request = RawRequest.get("/orders/" + partner).bearer(token);
        return RawHttpsClient.once(url(mtlsPort), client(client), null, request);
    }

    private SSLContext client(TestIdentity client) throws IOException {
        X509Certificate authority = identity("authority-key").certificate();
        return client == null ? TestTls.clientWithoutCertificate(authority) : client.clientContext(authority);
    }

    private TestIdentity identity(String name) throws IOException {
        return TestIdentity.read(files.resolve(name + ".p12"), DemoFiles.PASSWORD.toCharArray());
    }

    private static URI url(int port) {
        return URI.create("https://localhost:" + port);
    }
}
