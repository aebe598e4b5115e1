package io.holdfast.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows under "Call a protected API" compiles, runs and does what it says. */
final class ReadmeJavaTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @Test
    @DisplayName("C-1 C-9 C-13 the README's program gets a bound token and uses it with the same certificate")
    void programOfTheReadmeRuns() throws Exception {
        TestPki pki = TestPki.create();
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(pki.server());
                FakeAuthorizationServer api = FakeAuthorizationServer.start(pki.server())) {
            api.always("/orders", ScriptedAnswer.json(200, "[\"an order\"]"));

            String printed = run(DocumentedSnippet.read("README.md", "java")
                    .replace("System.getenv(\"KEYSTORE_PASSWORD\")", '"' + PASSWORD + '"')
                    .replace(
                            "/etc/holdfast/server-a.p12",
                            pki.serverA()
                                    .writePkcs12(directory, "server-a", PASSWORD.toCharArray())
                                    .toString())
                    .replace(
                            "/etc/holdfast/authorities.pem",
                            pki.authority()
                                    .writePemCertificates(directory, "authorities")
                                    .toString())
                    .replace("https://login.example.com", issuer.issuer())
                    .replace("https://api.example.com", api.issuer()));

            assertThat(printed).isEqualTo("200 [\"an order\"]" + System.lineSeparator());
            RecordedCall tokenCall =
                    issuer.calls(FakeAuthorizationServer.TOKEN_PATH).get(0);
            RecordedCall apiCall = api.calls("/orders").get(0);
            assertThat(tokenCall.clientThumbprint()).contains(pki.serverA().thumbprint());
            assertThat(apiCall.clientThumbprint()).contains(pki.serverA().thumbprint());
            assertThat(apiCall.header("Authorization"))
                    .singleElement()
                    .asString()
                    .startsWith("Bearer ey");
        }
    }

    @Test
    void dependencyOfTheReadmeIsThisModule() {
        String dependency = DocumentedSnippet.read("README.md", "pom.xml");
        String pom = DocumentedSnippet.text("httpclient-interceptor/pom.xml");

        assertThat(pom).contains("<version>" + element(dependency, "version") + "</version>");
        assertThat(element(dependency, "groupId")).isEqualTo(element(pom, "groupId"));
        assertThat(pom).contains("</parent>\n\n  <artifactId>" + element(dependency, "artifactId") + "</artifactId>");
    }

    private static String element(String xml, String name) {
        int start = xml.indexOf("<" + name + ">") + name.length() + 2;
        return xml.substring(start, xml.indexOf("</" + name + ">", start));
    }

    private String run(String program) throws Exception {
        Path source = Files.writeString(directory.resolve("Orders.java"), program);
        String classPath = System.getProperty("java.class.path");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "--release",
                        "8",
                        "-Xlint:-options",
                        "-cp",
                        classPath,
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(failed).as(errors.toString(StandardCharsets.UTF_8)).isZero();

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Orders").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
