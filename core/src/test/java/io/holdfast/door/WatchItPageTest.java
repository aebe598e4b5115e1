package io.holdfast.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.resource.AccessListener;
import io.holdfast.resource.RefusalReason;
import io.holdfast.testkit.DocumentedSnippet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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
    @DisplayName("names every attribute of the MBean, and no other")
    void namesEveryAttribute() {
        String jmx = DocumentedSnippet.text(PAGE).replaceFirst("(?s).*\\n## JMX\\n(.*?)\\n## .*", "$1");

        assertThat(Pattern.compile("`([A-Z][A-Za-z]+)`").matcher(jmx).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProtectedResourceMXBean.class.getMethods())
                        .map(method -> method.getName().replaceFirst("^(get|is)", ""))
                        .toList());
    }

    @Test
    @DisplayName("names every meter, and no other")
    void namesEveryMeter() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (ResourceDoor door = ResourceDoor.open(
                        Map.of("issuer", "https://login.example.com", "audience", "https://api.example.com"),
                        DoorPlace.of("/page", ""));
                ResourceMetrics metrics = ResourceMetrics.of(door.view(), "page")) {
            metrics.bindTo(registry);
            String page = DocumentedSnippet.text(PAGE).replaceFirst("(?s).*\\n## Micrometer\\n(.*?)\\n## .*", "$1");

            assertThat(Pattern.compile("`(holdfast\\.[a-z.]+)`")
                            .matcher(page)
                            .results()
                            .map(found -> found.group(1))
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(registry.getMeters().stream()
                            .map(meter -> meter.getId().getName())
                            .distinct()
                            .toList());
        }
        assertThat(registry.getMeters()).isEmpty();
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
