package io.holdfast.demo.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import org.junit.jupiter.api.Test;

class DemoDocumentTest {
    private static final String DOCUMENT = "docs/demo.md";

    @Test
    void hasTheTableThatTheReaderUses() {
        StringBuilder table = new StringBuilder("| setting | default | what it is |\n| --- | --- | --- |\n");
        for (DemoSetting setting : DemoSetting.values()) {
            String value = setting.defaultValue()
                    .map(text -> text.isEmpty() ? "" : "`" + text + "` ")
                    .orElse("**required** ");
            table.append("| `")
                    .append(setting.settingName())
                    .append("` | ")
                    .append(value)
                    .append("| ")
                    .append(setting.description())
                    .append(" |\n");
        }

        assertThat(DocumentedSnippet.text(DOCUMENT)).contains(table + "\n");
    }
}
