package io.holdfast.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever reads one page finds the others. */
final class PagesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[([^\\]]+)]\\(([^)]+)\\) \\| .+ \\|$");
    private static final int MOST_LINES_OF_THE_README = 139;

    @Test
    @DisplayName("docs/README.md lists every page of docs, once")
    void listsEveryPage() throws IOException {
        try (Stream<Path> files = Files.list(Markdown.ROOT.resolve("docs"))) {
            List<String> pages = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .toList();
            assertThat(listed().stream().map(row -> row.group(2))).containsExactlyInAnyOrderElementsOf(pages);
        }
    }

    @Test
    @DisplayName("every page ends with the way back to the list and on to the next page there")
    void leadsBackAndOn() throws IOException {
        List<MatchResult> rows = listed();
        IntStream.range(0, rows.size()).forEach(at -> {
            String next = at + 1 == rows.size()
                    ? ""
                    : " · Next: [" + rows.get(at + 1).group(1) + "]("
                            + rows.get(at + 1).group(2) + ")";
            assertThat(Markdown.read("docs/" + rows.get(at).group(2)).text())
                    .as(rows.get(at).group(2))
                    .endsWith("\n\n[All pages](README.md)" + next + "\n");
        });
    }

    @Test
    @DisplayName("every link leads to a file, a folder or a heading that is there")
    void linksLeadSomewhere() throws IOException {
        List<Markdown> pages = Markdown.all();
        assertThat(pages).hasSizeGreaterThan(20);
        assertThat(pages.stream().flatMap(page -> page.deadLinks().stream())).isEmpty();
    }

    @Test
    @DisplayName("the README is read in a few minutes")
    void readmeIsShort() throws IOException {
        assertThat(Markdown.read("README.md").text().lines()).hasSizeLessThanOrEqualTo(MOST_LINES_OF_THE_README);
    }

    private static List<MatchResult> listed() throws IOException {
        return ROW.matcher(Markdown.read("docs/README.md").text()).results().toList();
    }
}
