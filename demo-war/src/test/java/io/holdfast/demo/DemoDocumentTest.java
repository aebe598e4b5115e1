package io.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDocumentTest {
    private static final String DOCUMENT = "docs/demo.md";

    @Test
    void hasTheTableThatTheReaderUses() {
        StringBuilder table = new StringBuilder("| setting | default | what it is |\n| --- | --- | --- |\n");
        for (DemoSetting setting : DemoSetting.values()) {
            String value = setting.defaultValue().map(text -> "`" + text + "`").orElse("**required**");
            table.append("| `")
                    .append(setting.settingName())
                    .append("` | ")
                    .append(value)
                    .append(" | ")
                    .append(setting.description())
                    .append(" |\n");
        }

        assertThat(DocumentedSnippet.text(DOCUMENT)).contains(table + "\n");
    }

    @Test
    void saysWhatTheFilterNeedsForAPrivateAuthority(@TempDir Path directory) throws Exception {
        String snippet = DocumentedSnippet.read(DOCUMENT, "demo-filter");

        try (RunningDemo demo = RunningDemo.start(directory)) {
            String descriptor = Files.readString(directory.resolve("override-web.xml"));
            // What the launcher writes for its own private authority is what the page says.
            assertThat(descriptor)
                    .contains(snippet.replaceAll("\\s*\\n\\s*", "")
                            .replace(
                                    "/etc/holdfast/authority.pem",
                                    directory.resolve("authority.crt").toString()));
            assertThat(demo.tokenOf(demo.pki.serverA(), "server-a")).isNotEmpty();
        }
    }
}
