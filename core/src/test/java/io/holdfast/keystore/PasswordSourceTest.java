package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordSourceTest {
    private static final String SECRET = "pässwörd \uD83D\uDD11 ";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\nanother line\n", "\r\n\r\n"})
    @DisplayName("a file's first line is the password, without its end")
    void readsTheFirstLine(String end) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), SECRET + end);

        assertThat(PasswordSource.file(file).password()).isEqualTo(SECRET.toCharArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    @DisplayName("the byte order mark that Windows editors write is no part of a password or secret; any other is")
    void skipsTheByteOrderMark(String end) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "\uFEFF" + SECRET + end);
        assertThat(PasswordSource.file(file).password()).isEqualTo(SECRET.toCharArray());
        assertThat(PasswordSource.onlyLine(file).password()).isEqualTo(SECRET.toCharArray());

        String marked = "a\uFEFFb\uFEFF";
        Files.writeString(file, "\uFEFF\uFEFF" + marked + end);
        assertThat(PasswordSource.file(file).password()).isEqualTo(("\uFEFF" + marked).toCharArray());
        assertThat(PasswordSource.onlyLine(file).password()).isEqualTo(("\uFEFF" + marked).toCharArray());

        Files.writeString(file, "\uFEFF" + end);
        assertThat(PasswordSource.file(file).password()).isEmpty();
        assertThatThrownBy(PasswordSource.onlyLine(file)::password)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("must hold the secret");
    }

    @Test
    @DisplayName("an empty first line is an empty password, an empty file is none")
    void knowsAnEmptyLineFromAnEmptyFile() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "\n");
        assertThat(PasswordSource.file(file).password()).isEmpty();

        Files.writeString(file, "");
        assertThatThrownBy(PasswordSource.file(file)::password)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    @DisplayName("a file that is missing, too large or not text is refused, and not shown")
    void refusesWhatIsNoPasswordFile() throws Exception {
        Path file = directory.resolve("password");
        assertThatThrownBy(PasswordSource.file(file)::password).hasMessageContaining("There is no file");

        Files.writeString(file, "x".repeat(4097));
        assertThatThrownBy(PasswordSource.file(file)::password).hasMessageContaining("larger than 4096");

        for (byte[] broken : new byte[][] {{'h', 'u', 'n', (byte) 0xFF}, {'h', 'u', 'n', (byte) 0xC3}}) {
            Files.write(file, broken);
            assertThatThrownBy(PasswordSource.file(file)::password)
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageContaining("not UTF-8")
                    .hasMessageNotContaining("hun");
        }
    }

    @Test
    @Timeout(20)
    @DisplayName("a pipe, which may keep a reader waiting for ever, is refused")
    void refusesAPipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

        assertThatThrownBy(PasswordSource.file(pipe)::password)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("no regular file");
    }

    @Test
    @DisplayName("a file as large as may be is read whole, and anew each time")
    void readsAnew() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "x".repeat(4096));
        PasswordSource source = PasswordSource.file(file);
        assertThat(source.password()).hasSize(4096);

        Files.write(file, "two".getBytes(StandardCharsets.UTF_8));
        assertThat(source.password()).isEqualTo("two".toCharArray());
        assertThat(source.files()).containsExactly(file);
    }

    @Test
    @DisplayName("a given password is copied when it comes and when it is asked for")
    void copiesAGivenPassword() throws Exception {
        char[] mine = SECRET.toCharArray();
        PasswordSource source = PasswordSource.of(mine);

        Arrays.fill(mine, 'x');
        Arrays.fill(source.password(), 'y');

        assertThat(source.password()).isEqualTo(SECRET.toCharArray());
        assertThat(source.files()).isEmpty();
    }

    @Test
    @DisplayName("an environment variable is the password, and one that is not set is named")
    void readsTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of("KEY_STORE_PASSWORD", SECRET);

        assertThat(new EnvironmentPassword("KEY_STORE_PASSWORD", environment::get).password())
                .isEqualTo(SECRET.toCharArray());
        assertThatThrownBy(PasswordSource.environment("HOLDFAST_NO_SUCH_VARIABLE")::password)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("HOLDFAST_NO_SUCH_VARIABLE is not set");
    }

    @Test
    @DisplayName("F7 C-31 no source shows its password")
    void showsNoPassword() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), SECRET);

        assertThat(PasswordSource.of(SECRET.toCharArray()).toString()
                        + PasswordSource.file(file)
                        + new EnvironmentPassword("NAME", name -> SECRET))
                .doesNotContain("wörd");
    }

    @Test
    @DisplayName("a callback that answers null is named")
    void namesACallbackThatAnswersNull() {
        KeyStoreFile source =
                KeyStoreFile.at(directory.resolve("a.p12")).password(() -> null).build();

        assertThatThrownBy(() -> {
                    Files.write(directory.resolve("a.p12"), new byte[] {0x30, 0x03, 0x02, 0x01, 0x03});
                    source.load();
                })
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("null");
    }
}
