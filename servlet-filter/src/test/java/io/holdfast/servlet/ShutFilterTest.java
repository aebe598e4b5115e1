package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.door.ShutDoor;
import io.holdfast.resource.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter that cannot start, in containers that would serve the application without it. */
class ShutFilterTest {

    private static final String GLASSFISH = "Eclipse GlassFish  7.0.21";

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    @DisplayName("S-88 S-77 G1 refuses every request with 503 if its settings do not work")
    void refusesEveryRequest(String namespace) throws Exception {
        StubContainer container = new StubContainer(namespace, GLASSFISH);
        Object filter = container.filter();
        container.init(filter);

        container.send(filter);

        assertThat(container.request)
                .containsEntry("status", 503)
                .containsEntry(RefusalReason.REQUEST_ATTRIBUTE, RefusalReason.MISCONFIGURED.code());
        assertThat((String) container.request.get("body")).contains("log").doesNotContain("issuer", "as.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    @DisplayName("S-88 S-71 refuses what comes before it is initialised, and after it is destroyed")
    void refusesWhatComesTooEarly(String namespace) throws Exception {
        StubContainer container = new StubContainer(namespace, "Apache Tomcat/9.0.1");
        Object filter = container.filter();

        container.send(filter);
        assertThat(container.request).containsEntry("status", 503);

        container.set(Map.of("issuer", "https://as.example", "audience", "https://api.example"));
        container.init(filter);
        filter.getClass().getMethod("destroy").invoke(filter);
        container.send(filter);
        assertThat(container.request).containsEntry("status", 503);
    }

    @ParameterizedTest
    @CsvSource({
        "javax, Apache Tomcat/8.5.100, true",
        "jakarta, Apache Tomcat (TomEE)/10.0.27 (9.0.0), true",
        "jakarta, jetty/12.1.12, true",
        "jakarta, Payara Micro 6.2025.10 #badassfish, false",
        "javax, WildFly Full 26.1.3.Final - 2.2.19.Final, false",
        "javax, IBM WebSphere Liberty/26.0.0.3, false",
        "jakarta, Oracle WebLogic Server, false"
    })
    @DisplayName("S-88 fails only in containers that keep an application closed then")
    void failsWhereThatIsHonoured(String namespace, String serverInfo, boolean fails) throws Exception {
        StubContainer container = new StubContainer(namespace, serverInfo);
        Object filter = container.filter();

        if (fails) {
            assertThatThrownBy(() -> container.init(filter))
                    .hasMessageContainingAll("holdfast", "/orders", "issuer", "http://as.example");
        } else {
            assertThatCode(() -> container.init(filter)).doesNotThrowAnyException();
        }
        container.send(filter);
        assertThat(container.request).containsEntry("status", 503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    @DisplayName(
            "S-88 G1 is shut, too, if not one other class of its jar is there, and tells it by the container's log")
    void needsTheServletApiAlone(String namespace) throws Exception {
        String itself = "io.holdfast.servlet." + namespace + ".CertificateBoundTokenFilter";
        ClassLoader bare = new JarWith(itself::equals);
        StubContainer alone = new StubContainer(namespace, GLASSFISH, bare);
        Object filter = alone.filter();
        alone.init(filter);
        alone.send(filter);
        assertThat(filter.getClass().getClassLoader()).isSameAs(bare);
        assertThat(alone.request)
                .containsEntry("status", 503)
                .containsEntry(RefusalReason.REQUEST_ATTRIBUTE, RefusalReason.MISCONFIGURED.code());
        assertThat(alone.log).singleElement().asString().contains("holdfast", "/orders", "not whole", "io/holdfast/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    @DisplayName("S-88 G1 names a missing class, by the container's log where there is no other")
    void namesAMissingClass(String namespace) throws Exception {
        StubContainer container = new StubContainer(namespace, GLASSFISH, new JarWith(ShutFilterTest::isOfTheFilter));
        Object filter = container.filter();
        container.init(filter);
        container.send(filter);
        assertThat(container.request).containsEntry("status", 503);
        assertThat(container.log)
                .singleElement()
                .asString()
                .contains("holdfast", "/orders", "io/holdfast/", "-all.jar", "misconfigured");
    }

    @Test
    @DisplayName("S-88 does neither the work nor the log again for the same settings")
    void remembersThatItCannotStart() throws Exception {
        StubContainer container =
                new StubContainer("jakarta", "jetty/12.1.12", new JarWith(ShutFilterTest::isOfTheFilter));
        for (int attempt = 0; attempt < 3; attempt++) {
            Object filter = container.filter();
            assertThatThrownBy(() -> container.init(filter)).hasMessageContaining("io/holdfast/");
        }
        assertThat(container.log).hasSize(1);

        container.set(Map.of("issuer", "https://as.example"));
        assertThatThrownBy(() -> container.init(container.filter())).hasMessageContaining("io/holdfast/");
        assertThat(container.log).hasSize(2);
        assertThat(container.application.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    @DisplayName("S-88 is shut and tells it, too, where the application's own listener and filters are in the way")
    void dependsOnNothingOfTheApplication(String namespace) throws Exception {
        StubContainer container =
                new StubContainer(namespace, "Apache Tomcat/9.0.1", new JarWith(ShutFilterTest::isOfTheFilter));
        container.hostile = true;
        Object filter = container.filter();

        assertThatThrownBy(() -> container.init(filter)).hasMessageContaining("io/holdfast/");
        container.send(filter);

        assertThat(container.log).singleElement().asString().contains("cannot start");
        assertThat(container.request).containsEntry("status", 503);
        assertThat((String) container.request.get("body")).contains("log");
    }

    @Test
    @DisplayName("S-88 opens after all with settings that work")
    void opensWithSettingsThatWork() throws Exception {
        StubContainer container = new StubContainer("javax", GLASSFISH);
        container.init(container.filter());
        container.set(Map.of("issuer", "https://as.example", "audience", "https://api.example"));
        Object filter = container.filter();
        container.init(filter);
        assertThat(container.application.keySet()).anyMatch(name -> name.startsWith("io.holdfast.door.ResourceView"));
        filter.getClass().getMethod("destroy").invoke(filter);
    }

    @Test
    @DisplayName("S-88 tells the reason by the code that the decision's reason has")
    void tellsTheReason() {
        assertThat(ShutDoor.REASON).isEqualTo(RefusalReason.MISCONFIGURED.code());
        assertThat(RefusalReason.REQUEST_ATTRIBUTE).isEqualTo(RefusalReason.class.getName());
    }

    @Test
    @DisplayName("S-88 tells no text of an exception that may hold a part of a setting")
    void keepsUnknownTextsToItself() {
        assertThat(ShutDoor.message("filter", null, new IllegalStateException("s3cret")))
                .contains("java.lang.IllegalStateException")
                .doesNotContain("s3cret");
    }

    private static boolean isOfTheFilter(String name) {
        return name.startsWith("io.holdfast.servlet.") || name.equals("io.holdfast.door.ShutDoor");
    }

    /** Holdfast's classes as far as they are wanted; of all others only the JDK's and the servlet API's. */
    private static final class JarWith extends ClassLoader {
        private final Predicate<String> wanted;

        private JarWith(Predicate<String> wanted) {
            super(ShutFilterTest.class.getClassLoader());
            this.wanted = wanted;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean ours = name.startsWith("io.holdfast.");
            if (!ours && !name.matches("(java|javax|jakarta|jdk|sun)\\..*")) {
                throw new ClassNotFoundException(name);
            }
            if (!ours) {
                return super.loadClass(name, resolve);
            }
            if (!wanted.test(name)) {
                throw new ClassNotFoundException(name);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] content = code.readAllBytes();
                return defineClass(name, content, 0, content.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
