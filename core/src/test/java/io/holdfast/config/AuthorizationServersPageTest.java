package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about authorization servers, whose first three servers run in the Maven profile {@code field}. */
final class AuthorizationServersPageTest {
    private static final String PAGE = "docs/authorization-servers.md";
    private static final String SERVERS = "testing/field-tests/src/authorization-servers/";
    private static final String NOT_RUN = "\n## From their documents, not run\n";

    static Stream<String> doors() {
        return Pattern.compile("<!-- snippet: (\\S+\\.properties) -->")
                .matcher(DocumentedSnippet.text(PAGE))
                .results()
                .map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("doors")
    @DisplayName("the settings that the page shows parse")
    void settingsParse(String snippet) throws IOException, SettingsException {
        Properties shown = new Properties();
        shown.load(new StringReader(DocumentedSnippet.read(PAGE, snippet)));
        Map<String, String> settings = new HashMap<>();
        shown.stringPropertyNames().forEach(name -> settings.put(name, shown.getProperty(name)));

        IssuerSettings issuer = ResourceSettings.parse(settings).issuers().get(0);

        assertThat(issuer.issuer()).startsWith("https://login.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "spring-clients, spring/AuthorizationServer.java",
        "spring-audience, spring/AuthorizationServer.java",
        "oidc-provider-resources, oidc-provider/server.mjs",
        "oidc-provider-mtls, oidc-provider/server.mjs",
        "oidc-provider-clients, oidc-provider/server.mjs"
    })
    @DisplayName("what the page sets at a server, the server of the field tests has")
    void serversHaveWhatIsShown(String snippet, String file) {
        assertThat(lines(DocumentedSnippet.text(SERVERS + file)))
                .contains(lines(DocumentedSnippet.read(PAGE, snippet)));
    }

    @ParameterizedTest
    @CsvSource({
        "Keycloak, keycloak-distribution.version",
        "Spring Boot, spring-boot-of-authorization-server.version",
        "node-oidc-provider, oidc-provider.version"
    })
    @DisplayName("the page names the versions that the field tests run")
    void versionsAreThoseOfTheBuild(String server, String property) {
        Matcher version =
                Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(DocumentedSnippet.text("pom.xml"));

        assertThat(version.find()).isTrue();
        assertThat(DocumentedSnippet.text(PAGE)).contains(server + " " + version.group(1));
    }

    @Test
    @DisplayName("each server that was not run has first whether it binds, and its sources; none has a profile")
    void claimsHaveSources() {
        String text = DocumentedSnippet.text(PAGE);
        List<String> servers =
                Arrays.asList(text.substring(text.indexOf(NOT_RUN)).split("\n### "));

        assertThat(servers).hasSizeGreaterThan(8);
        assertThat(servers.subList(1, servers.size())).allSatisfy(server -> {
            assertThat(server).containsPattern("^[^\n]+\n\n\\*\\*Issues `x5t#S256`: (yes|no source|only)");
            assertThat(server).containsPattern("\nSources?: \\[[^]]+\\]\\(https://");
            assertThat(server).doesNotContain("profile  ", "profile=", "profile =");
        });
    }

    /** Without indentation, which is another in a page. */
    private static String lines(String text) {
        return text.lines().map(String::trim).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
