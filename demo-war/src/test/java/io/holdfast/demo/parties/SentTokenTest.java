package io.holdfast.demo.parties;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentTokenTest {
    private static final String THUMBPRINT = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";

    @Test
    void tellsHeaderAndClaims() {
        SentToken token = SentToken.of(part("{\"typ\":\"at+jwt\",\"kid\":\"k1\"}") + "."
                + part("{\"exp\":1700000000,\"cnf\":{\"x5t#S256\":\"" + THUMBPRINT + "\"}}") + ".c2lnbmF0dXJl");

        assertThat(token.kid()).contains("k1");
        assertThat(token.boundTo()).contains(THUMBPRINT);
        assertThat(token.expiresAt()).contains(1700000000L);
        assertThat(token.header()).containsEntry("typ", "at+jwt");
        assertThat(token.digest()).matches("[0-9a-f]{8}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "!!.!!.!!", "e30.bm8ganNvbg.x", "...."})
    void isNamedByItsDigestAloneIfItIsNoJwt(String text) {
        SentToken token = SentToken.of(text);

        assertThat(token.digest()).matches("[0-9a-f]{8}");
        assertThat(token.claims()).isEmpty();
        assertThat(token.boundTo()).isEmpty();
        assertThat(token.expiresAt()).isEmpty();
    }

    @Test
    void takesNothingOfAnotherTypeForABinding() {
        SentToken token = SentToken.of(part("{\"kid\":7}") + "." + part("{\"cnf\":\"x\",\"exp\":\"soon\"}") + ".x");

        assertThat(token.kid()).isEmpty();
        assertThat(token.boundTo()).isEmpty();
        assertThat(token.expiresAt()).isEmpty();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
