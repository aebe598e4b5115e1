package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@link FilesOfToolsTest}, made afresh by this machine's OpenSSL, keytool, iconv and Python. */
@EnabledIfSystemProperty(named = "holdfast.integration", matches = "true")
class FilesWithRealToolsTest extends FilesOfToolsTest {
    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeTheFiles() throws Exception {
        Path script =
                Paths.get(FilesOfToolsTest.class.getResource("tools/make.sh").toURI());
        Process make = new ProcessBuilder("sh", script.toString(), directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("make.log").toFile())
                .start();

        boolean ended = make.waitFor(2, TimeUnit.MINUTES);
        make.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(make.exitValue()).isZero();
    }

    @Override
    Path files() {
        return directory;
    }
}
