package io.holdfast.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.UsersMaven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Projects of somebody who has nothing of Holdfast but the staged repository. */
@Timeout(600)
final class SecondProjectIT {
    private static final Path STAGING = Path.of(System.getProperty("holdfast.staging"));
    private static final Path LOCAL = Path.of(System.getProperty("holdfast.usersRepository"));
    private static final String VERSION = System.getProperty("holdfast.version");
    private static final String PAGE = "docs/test-your-application.md";
    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.example</groupId>
              <artifactId>orders</artifactId>
              <version>1</version>
              <properties>
                <maven.compiler.source>8</maven.compiler.source>
                <maven.compiler.target>8</maven.compiler.target>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              MANAGEMENT
              <dependencies>
              DEPENDENCIES
              </dependencies>
              <build>
                <plugins>
                  <plugin><artifactId>maven-resources-plugin</artifactId><version>3.5.0</version></plugin>
                  <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version></plugin>
                </plugins>
              </build>
            </project>
            """;

    @TempDir
    private Path project;

    /** Takes out artifacts that an earlier run has fetched. */
    @BeforeAll
    static void forgetHoldfast() throws IOException {
        Path group = LOCAL.resolve("io/holdfast");
        if (Files.exists(group)) {
            try (Stream<Path> files = Files.walk(group)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    @DisplayName("the README's client compiles from the staged repository alone")
    void clientOfTheReadme() throws Exception {
        write("pom.xml", pom("", DocumentedSnippet.read("README.md", "pom.xml")));
        write("src/main/java/Orders.java", DocumentedSnippet.read("README.md", "java"));

        maven().run(project, "compile");

        assertThat(project.resolve("target/classes/Orders.class")).exists();
        assertThat(fetched()).contains("holdfast-httpclient-interceptor", "holdfast-key-ring", "holdfast-core");
    }

    @Test
    @DisplayName(
            "an application's tests with filter, client and JUnit extension succeed with the staged repository alone")
    void applicationOfThePage() throws Exception {
        write("pom.xml", DocumentedSnippet.read(PAGE, "orders/pom.xml"));
        write("src/test/java/OrdersTest.java", DocumentedSnippet.read(PAGE, "OrdersTest.java"));
        write("src/test/java/OrdersClientTest.java", DocumentedSnippet.read(PAGE, "OrdersClientTest.java"));

        assertThat(maven().run(project, "test")).contains("Tests run: 8, Failures: 0, Errors: 0, Skipped: 0\n");
        assertThat(fetched()).contains("holdfast-servlet-filter", "holdfast-junit-extension", "holdfast-token-service");
    }

    @Test
    @DisplayName("with the BOM of docs/upgrade.md, no artifact needs a version")
    void versionsOfTheBillOfMaterials() throws Exception {
        StringBuilder dependencies = new StringBuilder();
        for (String artifact : jars()) {
            dependencies.append("<dependency><groupId>io.holdfast</groupId><artifactId>");
            dependencies.append(artifact).append("</artifactId></dependency>\n");
        }
        write("pom.xml", pom(DocumentedSnippet.read("docs/upgrade.md", "bom"), dependencies.toString()));
        write("src/main/java/Orders.java", DocumentedSnippet.read("README.md", "java"));

        maven().run(project, "compile");

        assertThat(fetched()).containsAll(jars()).contains("holdfast-bom").doesNotContain("holdfast-parent");
    }

    private static UsersMaven maven() throws IOException {
        return UsersMaven.with(LOCAL, "staging", STAGING.toUri());
    }

    private static String pom(String management, String dependencies) {
        return POM.replace("MANAGEMENT", management).replace("DEPENDENCIES", dependencies);
    }

    private void write(String file, String text) throws IOException {
        Path target = project.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    /** The staged artifacts that are jars. */
    private static List<String> jars() throws IOException {
        try (Stream<Path> artifacts = Files.list(STAGING.resolve("io/holdfast"))) {
            return artifacts
                    .map(artifact -> artifact.getFileName().toString())
                    .filter(name -> Files.exists(STAGING.resolve(
                            "io/holdfast/" + name + "/" + VERSION + "/" + name + "-" + VERSION + ".jar")))
                    .toList();
        }
    }

    /** The artifacts of Holdfast in the local repository, each of which came from the staged one. */
    private static List<String> fetched() throws IOException {
        List<Path> origins;
        try (Stream<Path> files = Files.walk(LOCAL.resolve("io/holdfast"))) {
            origins =
                    files.filter(file -> file.endsWith("_remote.repositories")).toList();
        }
        for (Path origin : origins) {
            assertThat(Files.readAllLines(origin)).allMatch(line -> line.startsWith("#") || line.endsWith(">staging="));
        }
        return origins.stream()
                .map(origin -> origin.getParent().getParent().getFileName().toString())
                .toList();
    }
}
