package io.holdfast.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The repository that {@code mvn -Prelease verify} leaves in {@code target/staging}, file by file. */
final class StagedRepositoryIT {
    private static final Path STAGING = Path.of(System.getProperty("holdfast.staging"));
    private static final String VERSION = System.getProperty("holdfast.version");
    private static final Pattern MANAGED = Pattern.compile("<dependency>\\s*<groupId>io\\.holdfast</groupId>\\s*"
            + "<artifactId>([^<]+)</artifactId>\\s*<version>[^<]+</version>\\s*"
            + "(?:<type>([^<]+)</type>\\s*)?(?:<classifier>([^<]+)</classifier>\\s*)?</dependency>");
    private static final Map<String, String> CHECKSUMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    @Test
    @DisplayName("the BOM lists every artifact that users take, and no other")
    void billOfMaterialsListsWhatIsStaged() throws IOException {
        Set<String> staged = files().map(file -> file.getFileName().toString())
                .filter(name -> name.matches(".*\\.(jar|war)") && !name.matches(".*-(sources|javadoc)\\.jar"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(staged).hasSizeGreaterThan(10);
        assertThat(managed()).isEqualTo(staged);
    }

    @Test
    @DisplayName("every artifact has its sources, its Javadoc and its bill of materials")
    void everyArtifactIsWhole() throws IOException {
        List<Path> poms = poms();

        assertThat(poms).hasSizeGreaterThan(10);
        for (Path pom : poms) {
            String name = pom.toString().substring(0, pom.toString().length() - ".pom".length());
            assertThat(Path.of(name + "-cyclonedx.json")).exists();
            if (!Files.readString(pom).contains("<packaging>pom</packaging>")) {
                assertThat(Path.of(name + "-sources.jar")).exists();
                assertThat(Path.of(name + "-javadoc.jar")).exists();
            }
        }
    }

    @Test
    @DisplayName("every pom says what it is, under which licence, and needs no other pom of this group as its parent")
    void everyPomStandsAlone() throws IOException {
        for (Path pom : poms()) {
            assertThat(Files.readString(pom))
                    .as(pom.toString())
                    .contains("<name>Holdfast ", "<description>", "<name>Apache-2.0</name>", "<developers>")
                    .doesNotContain("<parent>", "<scope>test</scope>", "SNAPSHOT");
        }
    }

    @Test
    @DisplayName("every file has four checksums, and each is right")
    void checksumsAreRight() throws Exception {
        List<Path> files = files().filter(file -> file.toString().matches(".*\\.(pom|jar|war|json)"))
                .toList();

        assertThat(files).hasSizeGreaterThan(50);
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            for (Map.Entry<String, String> checksum : CHECKSUMS.entrySet()) {
                assertThat(Path.of(file + "." + checksum.getKey()))
                        .content()
                        .isEqualToIgnoringWhitespace(hex(checksum.getValue(), content));
            }
        }
    }

    private static Set<String> managed() throws IOException {
        String bom = Files.readString(
                STAGING.resolve("io/holdfast/holdfast-bom/" + VERSION + "/holdfast-bom-" + VERSION + ".pom"));
        Set<String> names = MANAGED.matcher(bom)
                .results()
                .map(found -> found.group(1) + "-" + VERSION + (found.group(3) == null ? "" : "-" + found.group(3))
                        + "." + (found.group(2) == null ? "jar" : found.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(bom.split("<dependency>", -1)).hasSize(names.size() + 1);
        return names;
    }

    private static List<Path> poms() throws IOException {
        return files().filter(file -> file.toString().endsWith(".pom")).toList();
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(STAGING)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static String hex(String algorithm, byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    }
}
