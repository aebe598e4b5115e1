package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/test-your-application.md, followed word by word in empty directories outside of the checkout, by a second Maven. */
@Timeout(600)
final class DocumentedProjectsIT {
    private static final String DOCUMENT = "docs/test-your-application.md";
    private static final String ALL = "holdfast.integration";
    private static final Pattern CHANGE = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\| `([^`]+)` \\|$");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("the page's first project is green, with the JUnit that it names")
    void ordersAndTheirClient() throws Exception {
        ReadersProject project = orders(Map.of()).succeeds(8);

        project.ranWith("OrdersTest", "junit-jupiter-api", "5.14.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.9.3", "6.0.3"})
    @EnabledIfSystemProperty(named = ALL, matches = "true")
    @DisplayName("the page's first project is green with the oldest and the newest JUnit, too")
    void ordersAndTheirClientWithAnotherJUnit(String version) throws Exception {
        ReadersProject project = orders(Map.of("<junit.version>5.14.4<", "<junit.version>" + version + "<"))
                .succeeds(8);

        project.ranWith("OrdersTest", "junit-jupiter-api", version);
    }

    @Test
    @EnabledIfSystemProperty(named = ALL, matches = "true")
    @DisplayName("the page's test in Jakarta is green on Jetty 12")
    void jakarta() throws Exception {
        String pom = DocumentedSnippet.read(DOCUMENT, "orders/pom.xml");
        int last = pom.lastIndexOf("<dependency>");
        String tomcat = pom.substring(last, pom.indexOf("</dependencies>")).trim();
        assertThat(tomcat).contains("tomcat-embed-core");
        new ReadersProject(DOCUMENT, directory)
                .copy("orders/pom.xml", "pom.xml", Map.of(tomcat, DocumentedSnippet.read(DOCUMENT, "jetty/pom.xml")))
                .copy("JettyOrdersTest.java", "src/test/java/JettyOrdersTest.java")
                .succeeds(2);
    }

    @Test
    @EnabledIfSystemProperty(named = ALL, matches = "true")
    @DisplayName("the page's test in Jakarta is green on Tomcat 10.1 and 11, with the two names replaced that it says")
    void jakartaOnTomcat() throws Exception {
        assertThat(DocumentedSnippet.text(DOCUMENT)).contains("On Tomcat 10.1 and 11");
        for (String version :
                new String[] {System.getProperty("holdfast.tomcat10"), System.getProperty("holdfast.tomcat11")}) {
            new ReadersProject(DOCUMENT, directory.resolve(version))
                    .copy("orders/pom.xml", "pom.xml", Map.of("<version>9.0.123<", "<version>" + version + "<"))
                    .copy(
                            "OrdersTest.java",
                            "src/test/java/OrdersTest.java",
                            Map.of(
                                    "javax.servlet", "jakarta.servlet",
                                    "io.holdfast.servlet.javax", "io.holdfast.servlet.jakarta"))
                    .succeeds(5);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = ALL, matches = "true")
    @DisplayName("two subclasses of one base are green in Spring Boot 3, whose context outlives the first")
    void springBoot3() throws Exception {
        shop(Map.of()).succeeds(4);
    }

    @Test
    @EnabledIfSystemProperty(named = ALL, matches = "true")
    @DisplayName("and in Spring Boot 2, with the changes that the page lists")
    void springBoot2() throws Exception {
        String text = DocumentedSnippet.text(DOCUMENT);
        String listed =
                text.substring(text.indexOf("### In Spring Boot 2"), text.indexOf("## The settings of the filter"));
        Map<String, Map<String, String>> changes = new HashMap<>();
        for (MatchResult row : CHANGE.matcher(listed).results().toList()) {
            changes.computeIfAbsent(row.group(1), file -> new HashMap<>()).put(row.group(2), row.group(3));
        }
        assertThat(changes).isNotEmpty();

        shop(changes).succeeds(4).ranWith("shop.OrdersTest", "spring-boot", "2.7.18");
    }

    private ReadersProject orders(Map<String, String> changes) throws Exception {
        return new ReadersProject(DOCUMENT, directory)
                .copy("orders/pom.xml", "pom.xml", changes)
                .copy("OrdersTest.java", "src/test/java/OrdersTest.java")
                .copy("OrdersClientTest.java", "src/test/java/OrdersClientTest.java");
    }

    private ReadersProject shop(Map<String, Map<String, String>> changes) throws Exception {
        Map<String, String> places = Map.of(
                "pom.xml", "",
                "ShopApplication.java", "src/main/java/shop/",
                "application.properties", "src/main/resources/",
                "ShopTest.java", "src/test/java/shop/",
                "OrdersTest.java", "src/test/java/shop/",
                "InvoicesTest.java", "src/test/java/shop/");
        assertThat(places.keySet()).containsAll(changes.keySet());
        ReadersProject project = new ReadersProject(DOCUMENT, directory);
        for (Map.Entry<String, String> place : places.entrySet()) {
            String file = place.getKey();
            project.copy("spring-boot/" + file, place.getValue() + file, changes.getOrDefault(file, Map.of()));
        }
        return project;
    }
}
