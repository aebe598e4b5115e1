package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.binding.Confirmation;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Equal facts of several tokens become one object, as far as they are of a usual size. */
@SuppressWarnings("StringOperationCanBeSimplified") // equal texts that are not the same object are meant
final class SharedFactsTest {
    private static final String THUMBPRINT = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2";

    private final SharedFacts facts = SharedFacts.create();

    private static Set<String> words(String... words) {
        return new LinkedHashSet<>(Arrays.asList(words));
    }

    private static String[] numbered(int count) {
        String[] words = new String[count];
        Arrays.setAll(words, Integer::toString);
        return words;
    }

    @Test
    @DisplayName("an equal text is the first one, up to 1,024 characters")
    void sharesTexts() {
        String first = facts.text("https://login.example.com");
        assertThat(facts.text(new String(first))).isSameAs(first);
        assertThat(facts.textOrNull(new String(first))).isSameAs(first);
        assertThat(facts.textOrNull(null)).isNull();

        String longest = facts.text("x".repeat(1024));
        assertThat(facts.text("x".repeat(1024))).isSameAs(longest);
        String longer = facts.text("x".repeat(1025));
        assertThat(facts.text("x".repeat(1025))).isEqualTo(longer).isNotSameAs(longer);
    }

    @Test
    @DisplayName("an equal binding is the first one")
    void sharesConfirmations() {
        Confirmation first = facts.confirmation(confirmation());

        assertThat(facts.confirmation(confirmation())).isSameAs(first);
    }

    private static Confirmation confirmation() {
        return Confirmation.among(Map.of("cnf", Map.of("x5t#S256", THUMBPRINT)));
    }

    @Test
    @DisplayName("a word whose hash is zero makes other words, though the hash of all is the same")
    void tellsWordsOfHashZeroApart() {
        Set<String> fewer = facts.words(words("read"));
        Set<String> more = words("read", "f5a5a608");
        assertThat(more.hashCode()).isEqualTo(fewer.hashCode());

        assertThat(facts.words(more)).isSameAs(more);
    }

    @Test
    @DisplayName("equal words are the first set only in the same order")
    void sharesWordsInTheirOrder() {
        Set<String> first = facts.words(words("read", "write"));
        assertThat(facts.words(words("read", "write"))).isSameAs(first);

        Set<String> turned = facts.words(words("write", "read"));
        assertThat(turned).containsExactly("write", "read");
        assertThat(facts.words(words("write", "read"))).isSameAs(turned);
        assertThat(facts.words(words())).isSameAs(facts.words(words()));
    }

    @Test
    @DisplayName("sets of 64 words or 1,024 characters are shared, larger ones are not")
    void boundsSets() {
        Set<String> most = facts.words(words(numbered(64)));
        assertThat(facts.words(words(numbered(64)))).isSameAs(most);
        Set<String> more = facts.words(words(numbered(65)));
        assertThat(facts.words(words(numbered(65)))).isEqualTo(more).isNotSameAs(more);

        Set<String> longest = facts.words(words("a".repeat(1000), "b".repeat(24)));
        assertThat(facts.words(words("a".repeat(1000), "b".repeat(24)))).isSameAs(longest);
        Set<String> longer = facts.words(words("a".repeat(1000), "b".repeat(25)));
        assertThat(facts.words(words("a".repeat(1000), "b".repeat(25))))
                .isEqualTo(longer)
                .isNotSameAs(longer);
    }

    @Test
    @DisplayName("a fact takes the place of another with the same hash, and is its own")
    void replacesAFact() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        String first = facts.text("Aa");
        String second = facts.text("BB");
        assertThat(second).isEqualTo("BB");
        assertThat(facts.text(new String("BB"))).isSameAs(second);
        assertThat(facts.text(new String("Aa"))).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    @DisplayName("without room nothing is shared")
    void sharesNothingWithoutRoom() {
        String first = SharedFacts.NONE.text("a");
        assertThat(SharedFacts.NONE.text(new String("a"))).isEqualTo("a").isNotSameAs(first);
        Set<String> words = SharedFacts.NONE.words(words("a"));
        assertThat(SharedFacts.NONE.words(words("a"))).isEqualTo(words).isNotSameAs(words);
    }
}
