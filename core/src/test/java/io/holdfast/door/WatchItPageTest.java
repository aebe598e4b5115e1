package io.holdfast.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.resource.AccessListener;
import io.holdfast.resource.RefusalReason;
import io.holdfast.testkit.DocumentedSnippet;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs and names of docs/watch-it.md. */
final class WatchItPageTest {
    private static final String PAGE = "docs/watch-it.md";

    @TempDir
    private Path directory;

    private Class<?> compiled(String snippet, String name) throws Exception {
        Path source = directory.resolve(name + ".java");
        Files.writeString(source, DocumentedSnippet.read(PAGE, snippet));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(status).isZero();
        return Class.forName(
                name,
                true,
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, WatchItPageTest.class.getClassLoader()));
    }

    @Test
    void showsAListenerThatWorks() throws Exception {
        Object listener = compiled("listener", "TheftAlarm").getConstructor().newInstance();

        assertThat(listener).isInstanceOf(AccessListener.class);
    }

    @Test
    void showsMetricsThatCompile() throws Exception {
        assertThat(compiled("metrics", "DoorMetrics").getMethods())
                .anyMatch(method -> method.getName().equals("bind"));
    }

    @Test
    @DisplayName("names every attribute of the MBean")
    void namesEveryAttribute() {
        String page = DocumentedSnippet.text(PAGE);

        assertThat(Arrays.stream(ProtectedResourceMXBean.class.getMethods())
                        .map(method -> method.getName().replaceFirst("^(get|is)", "")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/watch-it.md", "docs/roll-out.md"})
    @DisplayName("shows audit lines with reason codes that there are")
    void showsReasonsThatThereAre(String page) {
        assertThat(DocumentedSnippet.text(page)
                        .lines()
                        .filter(line -> line.contains("refuse") && line.contains("reason=")))
                .isNotEmpty()
                .allSatisfy(line -> RefusalReason.valueOf(
                        line.replaceFirst(".* reason=([a-z_]+) .*", "$1").toUpperCase(Locale.ROOT)));
    }
}
