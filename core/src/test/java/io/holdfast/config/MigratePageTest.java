package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names and defaults in the tables of docs/migrate.md. */
final class MigratePageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| .+ \\| (.+) \\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z][A-Za-z]*)(?:=[A-Za-z_]+)?`(?: \\(`?([^)`]+)`?\\))?");

    /** In these columns, and no settings. */
    private static final Set<String> OTHERS = Set.of("cors-preflight", "isUserInRole", "aud", "exp");

    @Test
    @DisplayName("every name in the column of Holdfast is a setting, and the value behind it is its default")
    void namesSettings() {
        List<String> cells = ROW.matcher(DocumentedSnippet.text("docs/migrate.md"))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(cells).hasSizeGreaterThan(40);
        Set<String> settings = Arrays.stream(ResourceSetting.values())
                .map(ResourceSetting::settingName)
                .collect(Collectors.toSet());
        for (String cell : cells) {
            Matcher name = NAME.matcher(cell);
            while (name.find()) {
                if (OTHERS.contains(name.group(1))) {
                    continue;
                }
                assertThat(settings).as(cell).contains(name.group(1));
                if (name.group(2) != null) {
                    assertThat(setting(name.group(1)).defaultValue()).as(cell).contains(name.group(2));
                }
            }
        }
    }

    private static ResourceSetting setting(String name) {
        return Arrays.stream(ResourceSetting.values())
                .filter(setting -> setting.settingName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
