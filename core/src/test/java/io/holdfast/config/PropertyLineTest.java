package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PropertyLineTest {
    private static final String[] PIECES = {
        "a", "b", "=", ":", " ", "\t", "#", "!", "\\", "\n", "\r\n", "\r", "\\\n", "c=d\n"
    };

    @Test
    @DisplayName("reads every text as the platform does, but for what has no name")
    void readsAsThePlatformDoes() throws IOException {
        Random random = new Random(8705);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            Properties expected = new Properties();
            expected.load(new StringReader(text.toString()));

            Map<Object, Object> read = new HashMap<>();
            PropertyLine.in(text.toString()).forEach(line -> read.put(line.name(), line.value()));

            // A backslash alone is nothing to the platform, or a property without a name: a problem in any case.
            expected.remove("");
            read.remove("");
            assertThat(read).as(text.toString()).isEqualTo(expected);
        }
    }
}
