package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.config.ResourceSetting;
import io.holdfast.testkit.TestLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CertificateBoundTokenValveTest {

    @Test
    @DisplayName("S-77 stops the start with a LifecycleException that names every problem")
    void namesEveryProblemOfItsSettings() {
        TestLog log = new TestLog();
        CertificateBoundTokenValve valve = new CertificateBoundTokenValve();
        StandardHost host = new StandardHost();
        host.setName("localhost");
        valve.setContainer(host);
        valve.setProperty("issuer", "http://as.example");
        valve.setProperty("binding", "${mode}");
        valve.setProperty("clockSkewSeconds", "soon");
        valve.setProperty("audeince", "https://api.example");

        assertThatThrownBy(valve::start)
                .isInstanceOf(LifecycleException.class)
                .message()
                .contains("issuer", "http://as.example", "binding", "${mode}", "clockSkewSeconds", "soon")
                .contains("audience", "audeince");
        assertThat(log.text())
                .containsOnlyOnce(
                        "The valve of localhost cannot start, so every request to it is refused (misconfigured).")
                .containsOnlyOnce("'audeince'")
                .contains("http://as.example", "${mode}", "soon");
    }

    @Test
    @DisplayName("S-77 takes contexts only on a host or an engine")
    void takesContextsOnlyForSeveralApplications() {
        CertificateBoundTokenValve valve = new CertificateBoundTokenValve();
        StandardContext orders = new StandardContext();
        orders.setName("/orders");
        orders.setPath("/orders");
        valve.setContainer(orders);
        valve.setProperty("issuer", "https://as.example");
        valve.setProperty("audience", "https://api.example");
        valve.setProperty("contexts", "/orders");

        assertThatThrownBy(valve::start)
                .isInstanceOf(LifecycleException.class)
                .hasMessageContaining("'contexts' = '/orders'")
                .hasMessageContaining("<Host>");
    }

    @Test
    @DisplayName("S-77 S-88 stops the start with a LifecycleException, too, where a class is missing")
    void tellsOfAMissingClass() throws Exception {
        ClassLoader incomplete = new WithoutTheDoor();
        ValveBase valve = (ValveBase) incomplete
                .loadClass(CertificateBoundTokenValve.class.getName())
                .getConstructor()
                .newInstance();
        valve.setContainer(new StandardHost());

        assertThatThrownBy(valve::start)
                .isInstanceOf(LifecycleException.class)
                .hasMessageContaining("NoClassDefFoundError")
                .hasMessageContaining("io/holdfast/door/ResourceDoor")
                .hasMessageContaining("jar");
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

    /** The valve as from a jar that lacks a class. */
    private static final class WithoutTheDoor extends ClassLoader {
        WithoutTheDoor() {
            super(CertificateBoundTokenValveTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals("io.holdfast.door.ResourceDoor")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.holdfast.tomcat.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
