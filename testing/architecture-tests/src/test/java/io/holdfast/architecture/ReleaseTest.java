package io.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The parts of a release, before one is made: {@code mvn -Prelease verify} tests the files themselves. */
final class ReleaseTest {
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(holdfast-[^<]+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile(
            "holdfast-[a-z0-9-]+?-([0-9][0-9A-Za-z.-]*?)(?:-all|-jakarta)?\\.(?:jar|war|zip)"
                    + "|<holdfast\\.version>([^<]+)<|<artifactId>holdfast-[^<]+</artifactId>\\s+<version>([0-9][^<]*)<");

    @Test
    @DisplayName("the BOM names every module that users take, and no other")
    void billOfMaterialsNamesWhatUsersTake() throws IOException {
        List<String> taken = PublicApi.read().modules().stream()
                .map(module -> artifact(
                        PublicApi.ROOT.relativize(module).resolve("pom.xml").toString()))
                .toList();
        String bom = DocumentedSnippet.text("bom/pom.xml");

        assertThat(taken).hasSizeGreaterThan(10);
        assertThat(ARTIFACT.matcher(bom.substring(bom.indexOf("<dependencyManagement>")))
                        .results()
                        .map(found -> found.group(1))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    @DisplayName("README, docs and changelog name the version that is made here")
    void documentationNamesTheVersion() {
        String version = version();

        assertThat(Stream.of(
                                "README.md",
                                "docs/demo.md",
                                "docs/protect-a-tomcat.md",
                                "docs/protect-a-war.md",
                                "docs/test-your-application.md",
                                "docs/upgrade.md")
                        .flatMap(page ->
                                VERSION.matcher(DocumentedSnippet.text(page)).results())
                        .flatMap(found -> Stream.of(1, 2, 3).map(found::group))
                        .filter(found -> found != null))
                .hasSizeGreaterThan(10)
                .containsOnly(version);
        assertThat(DocumentedSnippet.text("CHANGELOG.md")).containsPattern("(?m)^## " + Pattern.quote(version) + "$");
    }

    /** The first artifact that a pom names behind its parent is itself. */
    private static String artifact(String pom) {
        String text = DocumentedSnippet.text(pom);
        return ARTIFACT.matcher(text.substring(text.indexOf("</parent>")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static String version() {
        return Pattern.compile("<artifactId>holdfast-parent</artifactId>\\s+<version>([^<]+)<")
                .matcher(DocumentedSnippet.text("pom.xml"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
