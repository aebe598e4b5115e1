package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever page somebody copies the filter from, the login page and inner dispatches are guarded, too. */
final class FilterSnippetsTest {
    private static final Pattern WEB_XML = Pattern.compile("<web-app .*?</web-app>", Pattern.DOTALL);

    @Test
    @DisplayName(
            "S-72 every documented web.xml maps the filter for requests, forwards, includes and asynchronous dispatches")
    void mapForEveryDispatchThatCanLeadPastThem() throws IOException {
        List<String> found = new ArrayList<>();
        for (String page : pages()) {
            Matcher snippet = WEB_XML.matcher(DocumentedSnippet.text(page));
            while (snippet.find()) {
                DeclaredLogin declared = DeclaredLogin.read(
                        new ByteArrayInputStream(snippet.group().getBytes(StandardCharsets.UTF_8)), "holdfast");
                assertThat(declared.dispatchers()).as(page).contains("REQUEST", "FORWARD", "INCLUDE", "ASYNC");
                found.add(page);
            }
        }
        assertThat(found).contains("README.md", "docs/protect-a-war.md", "docs/behind-a-proxy.md", "docs/roll-out.md");
    }

    private static List<String> pages() throws IOException {
        Path root = Path.of(System.getProperty("holdfast.root"));
        try (Stream<Path> files = Files.list(root.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md"),
                            files.map(file -> root.relativize(file).toString()).filter(name -> name.endsWith(".md")))
                    .toList();
        }
    }
}
