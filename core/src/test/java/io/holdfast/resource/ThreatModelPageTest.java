package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThreatModelPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");

    @Test
    @DisplayName("the threat model names tests that are there")
    void namesTests() throws IOException {
        List<MatchResult> named = TEST.matcher(DocumentedSnippet.text("docs/threat-model.md"))
                .results()
                .toList();
        assertThat(named).isNotEmpty();
        for (MatchResult test : named) {
            assertThat(sources(test.group(1) + ".java"))
                    .as(test.group())
                    .anyMatch(source -> source.contains("void " + test.group(2) + "("));
        }
    }

    private static List<String> sources(String name) throws IOException {
        Path root = Path.of(System.getProperty("holdfast.root"));
        try (Stream<Path> shipped = Files.list(root);
                Stream<Path> testing = Files.list(root.resolve("testing"))) {
            return Stream.concat(shipped, testing)
                    .flatMap(module ->
                            Stream.of("src/test/java", "src/main/java").map(module::resolve))
                    .filter(Files::isDirectory)
                    .flatMap(ThreatModelPageTest::files)
                    .filter(file -> file.endsWith(name))
                    .map(ThreatModelPageTest::text)
                    .toList();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
