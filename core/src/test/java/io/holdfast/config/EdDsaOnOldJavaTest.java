package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ed25519 where the Java platform does not know it, as before Java 15: in a JVM that was robbed of it. */
final class EdDsaOnOldJavaTest {
    @Test
    @DisplayName("S-31 EdDSA works through Bouncy Castle where the Java platform lacks it")
    void worksThroughBouncyCastle() throws Exception {
        assertThat(run(System.getProperty("java.class.path"))).contains("accepted", "key usable");
    }

    @Test
    @DisplayName("S-31 S-77 without Bouncy Castle the settings say what to add or to leave out")
    void saysWhatToAdd() throws Exception {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("bc"))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(run(without))
                .contains("'algorithms' = 'EdDSA'", "Leave it out", "Java 15", "bcprov", "key skipped")
                .doesNotContain("accepted");
    }

    private static String run(String classPath) throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        EdDsaOnOldJava.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            java.destroyForcibly();
        }
    }
}
