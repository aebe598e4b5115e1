package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServiceFilesTest {
    @Test
    @DisplayName("the directory with the keys is gone when its JVM is told to end")
    void deletesTheFilesOfAJvmThatIsTerminated() throws Exception {
        Process process = startJvm(Waiting.class);
        try (BufferedReader out = process.inputReader()) {
            Path keyStore = Path.of(out.readLine());
            assertThat(keyStore).isRegularFile();

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(keyStore.getParent()).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Another JVM with this main class and the class path of the tests. */
    static Process startJvm(Class<?> main) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Writes the files and waits. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws Exception {
            ServiceFiles files = ServiceFiles.create();
            files.write(TestPki.create());
            System.out.println(files.serverKeyStore());
            new CountDownLatch(1).await(60, TimeUnit.SECONDS);
        }
    }
}
