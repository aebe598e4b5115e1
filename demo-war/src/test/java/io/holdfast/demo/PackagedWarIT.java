package io.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is in the WAR, and what must not be. */
class PackagedWarIT {
    private static final int JAVA_8 = 52;
    private static final String DESCRIPTOR = "WEB-INF/web.xml";

    private static ZipFile war;

    @BeforeAll
    static void open() throws IOException {
        war = new ZipFile(System.getProperty("demo.war"));
    }

    @AfterAll
    static void close() throws IOException {
        war.close();
    }

    @Test
    void carriesTheLibrariesThatItNeedsAndNoOther() {
        List<String> libraries = entries("WEB-INF/lib/").stream()
                .map(name -> name.replaceFirst("WEB-INF/lib/", "").replaceFirst("-[0-9].*", ""))
                .collect(Collectors.toList());

        assertThat(libraries)
                .containsExactlyInAnyOrder(
                        "bcpkix-jdk18on",
                        "bcprov-jdk18on",
                        "bcutil-jdk18on",
                        "holdfast-core",
                        "holdfast-httpclient-interceptor",
                        "holdfast-key-ring",
                        "holdfast-servlet-filter",
                        "holdfast-test-pki",
                        "holdfast-token-service",
                        "httpclient5",
                        "httpcore5",
                        "httpcore5-h2",
                        "jose4j",
                        "slf4j-api",
                        "slf4j-jdk14");
    }

    @Test
    void carriesItsOwnClassesAndNoTestClasses() {
        assertThat(entries("WEB-INF/classes/io/"))
                .contains(
                        "WEB-INF/classes/io/holdfast/demo/javax/DemoContextListener.class",
                        "WEB-INF/classes/io/holdfast/demo/jakarta/DemoContextListener.class")
                .allSatisfy(
                        name -> assertThat(name)
                                .matches(
                                        "WEB-INF/classes/io/holdfast/demo/((callers|console|jakarta|javax|parties|partner|settings)/)?[^/]+"))
                .noneMatch(name -> name.contains("Test") || name.contains("RunningDemo"));
        assertThat(entries("WEB-INF/classes/"))
                .allMatch(name -> name.startsWith("WEB-INF/classes/io/holdfast/demo/")
                        || name.matches("WEB-INF/classes/META-INF/(LICENSE|NOTICE)"));
        assertThat(entries("")).noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("jetty"));
    }

    @Test
    @DisplayName("the WAR for jakarta holds the same, but for the names in its web.xml")
    void differsFromItsTwinInTheDescriptorOnly() throws IOException {
        try (ZipFile jakarta = new ZipFile(System.getProperty("demo.jakartaWar"))) {
            assertThat(checksums(jakarta)).isEqualTo(checksums(war));
            assertThat(text(jakarta, DESCRIPTOR))
                    .isEqualTo(text(war, DESCRIPTOR)
                            .replace("http://xmlns.jcp.org/xml/ns/javaee", "https://jakarta.ee/xml/ns/jakartaee")
                            .replace("web-app_4_0.xsd", "web-app_5_0.xsd")
                            .replace(" version=\"4.0\"", " version=\"5.0\"")
                            .replace(".javax.", ".jakarta."))
                    .contains("io.holdfast.demo.jakarta.DemoContextListener")
                    .contains("io.holdfast.servlet.jakarta.CertificateBoundTokenFilter")
                    .doesNotContain("javaee", "${");
            assertThat(text(war, DESCRIPTOR)).doesNotContain("${");
        }
    }

    private static Map<String, Long> checksums(ZipFile archive) {
        Map<String, Long> checksums = new TreeMap<>();
        archive.stream()
                .filter(entry -> !entry.getName().equals(DESCRIPTOR))
                .forEach(entry -> checksums.put(entry.getName(), entry.getCrc()));
        return checksums;
    }

    private static String text(ZipFile archive, String name) throws IOException {
        try (InputStream in = archive.getInputStream(archive.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void runsOnJava8() throws IOException {
        for (String name : entries("WEB-INF/classes/io/")) {
            if (name.endsWith(".class")) {
                try (InputStream in = war.getInputStream(war.getEntry(name))) {
                    assertThat(versionOf(in)).as(name).isEqualTo(JAVA_8);
                }
            }
        }
    }

    @Test
    void bringsLibrariesThatRunOnJava8() throws IOException {
        for (String library : entries("WEB-INF/lib/")) {
            int classes = 0;
            try (ZipInputStream jar = new ZipInputStream(war.getInputStream(war.getEntry(library)))) {
                for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                    String name = entry.getName();
                    // Only a newer Java looks at these.
                    if (name.endsWith(".class")
                            && !name.startsWith("META-INF/versions/")
                            && !name.endsWith("module-info.class")) {
                        assertThat(versionOf(jar)).as(library + " " + name).isLessThanOrEqualTo(JAVA_8);
                        classes++;
                    }
                }
            }
            assertThat(classes).as(library).isPositive();
        }
    }

    private static int versionOf(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        assertThat(data.readInt()).isEqualTo(0xCAFEBABE);
        data.readUnsignedShort();
        return data.readUnsignedShort();
    }

    private static List<String> entries(String folder) {
        return war.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(folder))
                .collect(Collectors.toList());
    }
}
