package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import org.junit.jupiter.api.Test;

final class SettingsDocumentTest {
    @Test
    void documentHasTheTableThatTheParserUses() {
        StringBuilder table = new StringBuilder("| setting | default | what it is |\n| --- | --- | --- |\n");
        for (ResourceSetting setting : ResourceSetting.values()) {
            String value = setting.defaultValue()
                    .map(text -> text.isEmpty() ? "" : "`" + text + "`")
                    .orElse("**required**");
            table.append("| `")
                    .append(setting.settingName())
                    .append("` | ")
                    .append(value)
                    .append(" | ")
                    .append(setting.description())
                    .append(" |\n");
        }

        assertThat(DocumentedSnippet.text("docs/settings.md")).contains(table);
    }
}
