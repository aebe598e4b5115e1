package io.holdfast.doctor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.token.TokenDigest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String TOKEN = "a/b+c&d\\e==";

    private final Redaction redaction = new Redaction();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b+c&d\\e==",
                "a%2Fb%2Bc%26d%5Ce%3D%3D",
                "a%2fb%2bc%26d%5ce%3d%3d",
                "%61%2F%62%2B%63%26%64%5C%65%3D%3D",
                "a%252Fb%252Bc%2526d%255Ce%253D%253D",
                "a/b+c&d%5Ce%3D=",
                "a\\/b+c&d\\\\e==",
                "a\\u002fb\\u002Bc\\u0026d\\u005ce\\u003d\\u003d",
                "a\\x2fb+c\\x26d\\x5ce\\x3d\\x3d",
                "a&#x2F;b&#43;c&amp;d\\e&#x3D;&#61;"
            })
    void findsATokenInEverySpelling(String spelling) {
        redaction.token(TOKEN);

        assertThat(redaction.isIn("[" + spelling + "]")).isTrue();
        assertThat(redaction.shown("[" + spelling + "," + spelling + "]"))
                .isEqualTo("[token:" + TokenDigest.of(TOKEN) + ",token:" + TokenDigest.of(TOKEN) + "]");
    }

    @Test
    void leavesEveryOtherTextAsItIs() {
        redaction.token(TOKEN);

        for (String text :
                new String[] {"", "a/b+c&d\\e=", "a%2Fb%2Bc%26d%5Ce%3D", "a\\/b 100% & \\u00", "%", "\\", "&#x"}) {
            assertThat(redaction.isIn(text)).isFalse();
            assertThat(redaction.shown(text)).isEqualTo(text);
        }
    }

    @Test
    @Timeout(20)
    void readsALongTextOfBeginningsOfEscapesInTime() {
        for (int i = 0; i < 200; i++) {
            redaction.token(i + TOKEN);
        }
        String text = "%2\\&#".repeat(25_000);

        assertThat(redaction.isIn(text)).isFalse();
        assertThat(redaction.shown(text)).isEqualTo(text);
    }

    @Test
    void makesTheParametersOfAChallengeFitForAMessage() {
        redaction.token(TOKEN);

        assertThat(redaction.shown(Map.of("error_description", "x".repeat(150) + TOKEN + "\n" + "y".repeat(1000))))
                .containsOnlyKeys("error_description")
                .allSatisfy((name, value) -> assertThat(value)
                        .contains("token:" + TokenDigest.of(TOKEN) + "?yyy")
                        .hasSize(201));
    }
}
