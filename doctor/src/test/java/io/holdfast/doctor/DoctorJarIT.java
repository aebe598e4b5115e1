package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users get it, in a JVM of its own. */
class DoctorJarIT {
    private static final Path JAR = Path.of(System.getProperty("holdfast.jar"));
    private static final TestPki PKI = TestPki.create();

    @TempDir
    Path directory;

    private Run run(List<String> command, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString());
    }

    @Test
    void runsByItself() throws Exception {
        Run help = run(java(), "--help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("holdfast token").contains("Exit codes:");
        assertThat(run(java(), "nothing").code()).isEqualTo(2);
        assertThat(run(java(), "--version").out()).startsWith("holdfast 0.");
        assertThat(run(java(), "call", "https://localhost:1/"))
                .matches(call -> call.code() == 3 && call.err().lines().count() == 1);
    }

    @Test
    void opensAnEncryptedKeyAndExplainsWithTheRemediesInside() throws Exception {
        Path pem = Files.writeString(
                directory.resolve("key.pem"),
                PemText.encryptedPrivateKey(PKI.serverA().privateKey(), "geheim".toCharArray())
                        + PemText.certificates(PKI.serverA().chain()),
                StandardCharsets.US_ASCII);
        Path password = Files.writeString(directory.resolve("password"), "geheim\n");

        Run thumbprint =
                run(java(), "thumbprint", "--keystore", pem.toString(), "--password-file", password.toString(), "-q");
        assertThat(thumbprint.out()).as(thumbprint.err()).contains(PKI.serverA().thumbprint());
        Path log =
                Files.writeString(directory.resolve("log"), "io.holdfast.audit refused reason=token_type status=401\n");
        assertThat(run(java(), "explain", log.toString()).out()).contains("profile=keycloak");
    }

    @Test
    void isStartedByItsScript() throws Exception {
        Path script = JAR.resolveSibling("holdfast");

        assertThat(run(List.of("sh", script.toString()), "--help").out()).contains("holdfast token");
        assertThat(Files.readString(JAR.resolveSibling("holdfast.cmd")))
                .contains("\r\n")
                .contains("%~dp0holdfast.jar");
    }

    @Test
    void hasItsLicenceAndNoSignatureOfOthers() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.stream().map(Object::toString))
                    .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
                    .noneMatch(name -> name.startsWith("META-INF/versions/"));
            byte[] main = jar.getInputStream(jar.getEntry("io/holdfast/doctor/Doctor.class"))
                    .readNBytes(8);
            assertThat(main[7]).as("the class file version of Java 11").isEqualTo((byte) 55);
        }
    }
}
