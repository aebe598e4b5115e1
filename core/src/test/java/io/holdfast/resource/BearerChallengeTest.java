package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BearerChallengeTest {
    @Test
    @DisplayName("S-64 without an error names the realm alone")
    void namesTheRealmAlone() {
        assertThat(BearerChallenge.of("partners")).hasToString("Bearer realm=\"partners\"");
    }

    @Test
    @DisplayName("S-65 S-66 names each parameter once, quoted")
    void namesEachParameterOnce() {
        BearerChallenge challenge = BearerChallenge.of("partners")
                .error("invalid_token", "first")
                .error("insufficient_scope", "The token needs more.")
                .scope(List.of("orders:read", "orders:write"));

        assertThat(challenge)
                .hasToString("Bearer realm=\"partners\", error=\"insufficient_scope\", "
                        + "error_description=\"The token needs more.\", scope=\"orders:read orders:write\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "a\r\nSet-Cookie: x", "a\tb", "caf\u00e9", "a\u0000", "a\u007f"})
    @DisplayName("S-66 B7 takes no character that could split or confuse the header")
    void takesNoIllegalCharacters(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> BearerChallenge.of(text));
        BearerChallenge challenge = BearerChallenge.of("r");
        assertThatIllegalArgumentException().isThrownBy(() -> challenge.error(text, null));
        assertThatIllegalArgumentException().isThrownBy(() -> challenge.error("e", text));
        assertThatIllegalArgumentException().isThrownBy(() -> challenge.scope(List.of(text)));
    }
}
