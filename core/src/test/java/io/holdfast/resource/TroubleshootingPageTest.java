package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
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
}
