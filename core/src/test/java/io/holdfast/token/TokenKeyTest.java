package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenKeyTest {
    private final byte[] digest = sha256("token");

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("S-59 is the same for the same token and nothing else")
    void isTheSameForTheSameToken() {
        assertThat(TokenKey.of("token"))
                .isEqualTo(TokenKey.of("token"))
                .hasSameHashCodeAs(TokenKey.of("token"))
                .isEqualTo(new TokenKey(ByteBuffer.wrap(digest)))
                .isNotEqualTo(TokenKey.of("Token"))
                .isNotEqualTo("token");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 15, 16, 23, 24, 31})
    @DisplayName("S-59 counts every byte of the digest")
    void countsEveryByte(int index) {
        byte[] other = digest.clone();
        other[index] ^= 1;

        assertThat(new TokenKey(ByteBuffer.wrap(other))).isNotEqualTo(new TokenKey(ByteBuffer.wrap(digest)));
    }
}
