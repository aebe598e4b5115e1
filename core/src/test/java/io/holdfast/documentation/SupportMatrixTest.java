package io.holdfast.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The first table of docs/where-it-runs.md, beside what the build tests with. */
final class SupportMatrixTest {
    private final String parent = DocumentedSnippet.text("pom.xml");

    @Test
    @DisplayName("the clients are those that tests run with")
    void namesTheTestedClients() {
        assertThat(row("Apache HttpClient 5"))
                .endsWith("| tests with " + version("oldest-httpclient5") + " and " + version("httpclient5")
                        + ", and with none between |")
                .contains("| " + version("oldest-httpclient5") + " to "
                        + version("httpclient5").replaceFirst("\\.\\d+$", "") + " |");
        assertThat(row("Apache HttpClient 4")).endsWith("| tests with " + version("httpclient4") + " |");
        assertThat(row("OkHttp")).endsWith("| tests with " + version("okhttp4") + " and " + version("okhttp5") + " |");
    }

    @Test
    @DisplayName("the compiler checks byte code and API of the Java that the page names")
    void namesTheOldestJava() {
        assertThat(first(parent, "<maven\\.compiler\\.release>(\\d+)<")).isEqualTo("8");
        assertThat(row("Java 8 (update 251) and 11")).contains("`--release 8`");
        assertThat(first(DocumentedSnippet.text("java-http-client/pom.xml"), "<maven\\.compiler\\.release>(\\d+)<"))
                .isEqualTo("11");
    }

    private String version(String library) {
        return first(parent, "<" + Pattern.quote(library) + "\\.version>([^<]+)<");
    }

    private static String row(String what) {
        return DocumentedSnippet.text("docs/where-it-runs.md")
                .lines()
                .filter(line -> line.startsWith("| " + what + " |"))
                .findFirst()
                .orElseThrow();
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
