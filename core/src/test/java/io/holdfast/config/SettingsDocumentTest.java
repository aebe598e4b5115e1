package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.util.Arrays;
import java.util.stream.Collectors;
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

    @Test
    void pageOfSeveralIssuersHasTheSettingsThatCannotDiffer() {
        assertThat(DocumentedSnippet.read("docs/several-issuers.md", "settings of the door")
                        .trim()
                        .split("\\s+"))
                .containsExactlyElementsOf(Arrays.stream(ResourceSetting.values())
                        .filter(setting -> setting.scope() == ResourceSetting.Scope.DOOR)
                        .map(ResourceSetting::settingName)
                        .collect(Collectors.toList()));
    }
}
