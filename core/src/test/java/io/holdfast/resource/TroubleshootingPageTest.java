package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroubleshootingPageTest {
    private static final String PAGE = DocumentedSnippet.text("docs/troubleshoot-a-401.md");

    @ParameterizedTest(name = "the page says what to change after {0}")
    @EnumSource(RefusalReason.class)
    void explainsEachReason(RefusalReason reason) {
        assertThat(PAGE).contains("`" + reason.code() + "`");
        if (reason.description() != null && reason.status() == 401) {
            assertThat(PAGE)
                    .contains(reason.description()
                            .replaceFirst("^The access token (?!expired)", "")
                            .replaceFirst("\\.$", ""));
        }
    }

    @Test
    @DisplayName("the page has each detail that core can write, and none that it cannot")
    void explainsEachDetail() {
        Set<String> written = DetailTexts.inTheSources();
        String table = PAGE.substring(PAGE.indexOf("| detail | fix |"), PAGE.indexOf("## Was a token sent"));

        assertThat(written)
                .hasSizeGreaterThan(60)
                .allSatisfy(text ->
                        assertThat(table).as("a detail that the page lacks").contains(text));
        List<String> longestFirst = written.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        List<String> shown = table.lines()
                .skip(2)
                .filter(row -> row.startsWith("| "))
                .flatMap(row -> Pattern.compile("`([^`]+)`")
                        .matcher(row.substring(2, row.indexOf(" | ")))
                        .results())
                .map(text -> text.group(1))
                .toList();
        assertThat(shown).hasSizeGreaterThan(50).allSatisfy(text -> {
            String rest = text;
            for (String each : longestFirst) {
                rest = rest.replace(each, "…");
            }
            assertThat(rest.split("…"))
                    .as("what nobody writes of " + text)
                    .allMatch(piece -> piece.trim().split("\\s+").length < 4);
        });
    }
}
