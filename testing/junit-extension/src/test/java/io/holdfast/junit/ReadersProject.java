package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.UsersMaven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** A Maven project of somebody who follows a page of the documentation in an empty directory. */
final class ReadersProject {
    private final String document;
    private final Path directory;

    ReadersProject(String document, Path directory) {
        this.document = document;
        this.directory = directory;
    }

    ReadersProject copy(String snippet, String file) throws IOException {
        return copy(snippet, file, Map.of());
    }

    /** @param changes what the reader writes in place of what the snippet shows */
    ReadersProject copy(String snippet, String file, Map<String, String> changes) throws IOException {
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(
                target,
                changes.isEmpty()
                        ? DocumentedSnippet.read(document, snippet)
                        : DocumentedSnippet.read(document, snippet, changes));
        return this;
    }

    /** Runs {@code mvn test}: so many tests, and all of them succeed. */
    ReadersProject succeeds(int tests) throws IOException, InterruptedException {
        String printed = test();

        assertThat(printed).contains("Tests run: " + tests + ", Failures: 0, Errors: 0, Skipped: 0\n");
        assertThat(printed).doesNotContain("io.holdfast.junit.ServiceLease");
        return this;
    }

    /** The tests of this class had this version of an artifact on their class path and no other. */
    void ranWith(String testClass, String artifact, String version) throws IOException {
        String report = Files.readString(directory.resolve("target/surefire-reports/TEST-" + testClass + ".xml"));

        assertThat(Pattern.compile("[/\\\\]" + artifact + "-([0-9][0-9.]*)\\.jar")
                        .matcher(report)
                        .results())
                .extracting(found -> found.group(1))
                .containsOnly(version);
    }

    private String test() throws IOException, InterruptedException {
        Path repository = Path.of(System.getProperty("holdfast.usersRepository"));
        BuiltRepository.install(repository);
        return UsersMaven.with(repository).run(directory, "test");
    }
}
