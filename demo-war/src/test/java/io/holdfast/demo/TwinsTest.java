package io.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What talks to the container is written by hand for each namespace; nothing else may ever differ. */
class TwinsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/holdfast/demo");

    @Test
    void differInTheNamespaceOnly() throws IOException {
        List<String> names = names("javax");
        assertThat(names).isEqualTo(names("jakarta")).contains("DemoContextListener.java", "DemoServlet.java");
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
                .map(line -> line.replace("demo." + namespace, "demo.X").replace(namespace + ".servlet", "X.servlet"))
                .filter(line -> !line.isBlank())
                .sorted()
                .toList();
    }
}
