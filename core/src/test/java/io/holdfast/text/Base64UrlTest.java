package io.holdfast.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class Base64UrlTest {
    private static byte[] decode(String text) {
        byte[] bytes = (".." + text + ".").getBytes(StandardCharsets.ISO_8859_1);
        return Base64Url.decode(bytes, 2, bytes.length - 1);
    }

    @Test
    @DisplayName("S-42 decodes what the platform encodes")
    void decodesEveryLength() {
        Random random = new Random(4648);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);

            assertThat(decode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isEqualTo(bytes);
        }
    }

    @Test
    @DisplayName("S-42 each sequence of bytes has one spelling: whatever decodes is what its bytes encode to")
    void hasOneSpelling() {
        Random random = new Random(7515);
        int decoded = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                text.append((char) (random.nextInt(8) == 0 ? random.nextInt(256) : 'A' + random.nextInt(26)));
            }
            byte[] bytes = decode(text.toString());
            if (bytes != null) {
                decoded++;
                assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                        .isEqualTo(text.toString());
            }
        }
        assertThat(decoded).isGreaterThan(10_000);
    }
}
