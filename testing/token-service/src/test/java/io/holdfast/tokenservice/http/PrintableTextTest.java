package io.holdfast.tokenservice.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void leavesPrintableTextAsItIs() {
        assertThat(PrintableText.of("CN=Jürgen Groß 🙂, O=例", 30)).isEqualTo("CN=Jürgen Groß 🙂, O=例");
    }

    @Test
    void replacesWhateverEndsALineOrHides() {
        String text = "a\nb\rc\u0000d\u0085e\u2028f\u2029g\u001b[31mh\u202ei\u200bj\ud800k\u007f";

        assertThat(PrintableText.of(text, 100)).isEqualTo("a b c d e f g [31mh i j k ");
    }

    @Test
    void cutsLongTextButNoCharacter() {
        assertThat(PrintableText.of("a".repeat(10), 10)).isEqualTo("a".repeat(10));
        assertThat(PrintableText.of("a".repeat(11), 10)).isEqualTo("a".repeat(10) + "…");
        assertThat(PrintableText.of("a".repeat(9) + "🙂🙂", 10)).isEqualTo("a".repeat(9) + "…");
    }
}
