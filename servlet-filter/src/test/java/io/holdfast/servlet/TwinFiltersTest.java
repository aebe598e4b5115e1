package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The two filters are written by hand, each for its namespace; nothing else may ever differ between them. */
class TwinFiltersTest {

    private static final Path SOURCES = Path.of("src/main/java/io/holdfast/servlet");

    @Test
    @DisplayName("S-4 the javax and the jakarta filter differ in the namespace and in nothing else")
    void differInTheNamespaceOnly() throws IOException {
        List<String> names = names("javax");
        assertThat(names).isEqualTo(names("jakarta")).contains("CertificateBoundTokenFilter.java");
        for (String name : names) {
            if (!name.equals("package-info.java")) {
                assertThat(withoutNamespace("jakarta", name)).isEqualTo(withoutNamespace("javax", name));
            }
        }
    }

    private static List<String> names(String namespace) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES.resolve(namespace))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** As a set of lines, because the imports sort differently. */
    private static List<String> withoutNamespace(String namespace, String name) throws IOException {
        return Files.readAllLines(SOURCES.resolve(namespace).resolve(name)).stream()
                .map(line ->
                        line.replace("servlet." + namespace, "servlet.X").replace(namespace + ".servlet", "X.servlet"))
                .filter(line -> !line.isBlank())
                .sorted()
                .toList();
    }
}
