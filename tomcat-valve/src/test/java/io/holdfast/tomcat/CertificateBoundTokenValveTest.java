package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.config.ResourceSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardHost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CertificateBoundTokenValveTest {

    @Test
    @DisplayName("S-77 stops the start with a LifecycleException that names every problem")
    void namesEveryProblemOfItsSettings() {
        CertificateBoundTokenValve valve = new CertificateBoundTokenValve();
        valve.setContainer(new StandardHost());
        valve.setProperty("issuer", "http://as.example");
        valve.setProperty("binding", "${mode}");
        valve.setProperty("clockSkewSeconds", "soon");
        valve.setProperty("audeince", "https://api.example");

        assertThatThrownBy(valve::start)
                .isInstanceOf(LifecycleException.class)
                .message()
                .contains("issuer", "http://as.example", "binding", "${mode}", "clockSkewSeconds", "soon")
                .contains("audience", "audeince");
    }

    @Test
    @DisplayName("S-77 gets every setting to see: Tomcat keeps none for a setter of its own")
    void hasNoSetterThatCouldTakeASetting() {
        assertThat(Arrays.stream(CertificateBoundTokenValve.class.getMethods())
                        .map(method -> method.getName().toLowerCase(Locale.ROOT)))
                .doesNotContainAnyElementsOf(Arrays.stream(ResourceSetting.values())
                        .map(setting -> ("set" + setting.settingName()).toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void supportsAsynchronousRequests() {
        assertThat(new CertificateBoundTokenValve().isAsyncSupported()).isTrue();
    }

    @Test
    @DisplayName("S-4 one binary for both namespaces: no class of the jar names a servlet class")
    void namesNoServletClass() throws Exception {
        Path classes = Path.of(CertificateBoundTokenValve.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> classFiles =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(classFiles).hasSizeGreaterThan(2);
            for (Path file : classFiles) {
                assertThat(constants(file))
                        .as("%s", file)
                        .doesNotContain("javax/servlet", "jakarta/servlet", "javax.servlet", "jakarta.servlet");
            }
        }
    }

    /** The constant pool is readable enough as text: names stand in it in modified UTF-8. */
    private static String constants(Path classFile) throws IOException {
        return new String(Files.readAllBytes(classFile), StandardCharsets.ISO_8859_1);
    }
}
