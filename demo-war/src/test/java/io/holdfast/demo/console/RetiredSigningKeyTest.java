package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetiredSigningKeyTest {
    private static final Pattern KEYS = Pattern.compile("The key (\\S+) signs no more, (\\S+) does");

    @Test
    void leavesTokensInHandGood(@TempDir Path directory) throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory)) {
            PressedConsole console = new PressedConsole(demo);
            // Twice, as the API asks for unknown keys only so often.
            for (int i = 0; i < 2; i++) {
                String page = console.press("retire-signing-key");

                Matcher keys = KEYS.matcher(page);
                assertThat(keys.find()).as(page).isTrue();
                assertThat(keys.group(2)).isNotEqualTo(keys.group(1));
                assertThat(page)
                        .contains("<strong>Server A is let in: 200, as it should be</strong>")
                        .contains("The token in hand, signed with " + keys.group(1) + ", is still good")
                        .contains("signed with the key <code>" + keys.group(2) + "</code>")
                        .contains("<dt>Signing key</dt><dd><code>" + keys.group(2) + "</code>")
                        .doesNotContain("not as expected");
            }
        }
    }
}
