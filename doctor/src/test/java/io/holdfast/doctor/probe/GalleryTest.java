package io.holdfast.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The gallery of wrong servers")
class GalleryTest {
    private final Map<Fault, ProbeReport> reports = new EnumMap<>(Fault.class);
    private Gallery gallery;

    @BeforeAll
    void start() throws Exception {
        gallery = new Gallery();
    }

    @AfterAll
    void stop() {
        gallery.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    @DisplayName("fails the check that is meant, and no other")
    void failsTheCheckThatIsMeant(Fault fault) throws Exception {
        ProbeReport report = report(fault);

        assertThat(report.findings().stream().map(Result::check))
                .as("%s", text(report))
                .containsExactlyInAnyOrderElementsOf(fault.findings());
    }

    @Test
    @DisplayName("has the texts of each check, and no others")
    void hasTheTextsOfEachCheck() throws Exception {
        Properties texts = new Properties();
        try (InputStream file = Check.class.getResourceAsStream("catalogue.properties")) {
            texts.load(file);
        }
        for (Check check : Check.values()) {
            assertThat(check.expectation()).as(check.name()).isNotEmpty();
            boolean note = check.severity() == Severity.INFO;
            assertThat(check.headline().isEmpty()).as(check.name()).isEqualTo(note);
            assertThat(check.advice().isEmpty()).as(check.name()).isEqualTo(note);
            assertThat(check.source().isEmpty()).as(check.name()).isEqualTo(check == Check.C5 || check == Check.C6);
        }
        assertThat(texts.stringPropertyNames())
                .allMatch(name -> Arrays.stream(Check.values())
                        .anyMatch(check -> name.matches(check + "\\.(expects|wrong|cure|source)")));
    }

    @Test
    @DisplayName("judges every check at a right server")
    void judgesEveryCheckAtARightServer() throws Exception {
        ProbeReport report = report(Fault.NONE);

        assertThat(report.with(Verdict.NOT_JUDGED)).as("%s", text(report)).isEmpty();
        assertThat(report.results().stream().map(Result::check)).containsExactly(Check.values());
        assertThat(report.binding().isProven()).isTrue();
    }

    @Test
    @DisplayName("is the matrix of docs/probe.md")
    void isTheMatrixOfThePage() throws Exception {
        Path page = Paths.get(System.getProperty("holdfast.root"), "docs", "probe.md");
        List<String> published = Files.readAllLines(page, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("| a server that "))
                .collect(Collectors.toList());

        assertThat(published)
                .as("the page should have%n%s", String.join("\n", matrix()))
                .isEqualTo(matrix());
    }

    private static String text(ProbeReport report) {
        return String.join("\n", TextReport.of(report, "holdfast probe", finding -> List.of()));
    }

    private List<String> matrix() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            ProbeReport report = report(fault);
            List<Result> follow = report.with(Verdict.NOT_JUDGED);
            follow.removeIf(result -> !result.seen().startsWith("follows"));
            rows.add("| a server that " + fault.words + " | " + ids(report.findings()) + " | " + ids(follow) + " | "
                    + (report.binding().isProven() ? "proven" : "not proven") + " |");
        }
        return rows;
    }

    private ProbeReport report(Fault fault) throws Exception {
        ProbeReport known = reports.get(fault);
        if (known != null) {
            return known;
        }
        try (GalleryServer server = gallery.open(fault)) {
            ProbeReport report = gallery.probe(server);
            reports.put(fault, report);
            return report;
        }
    }

    private static String ids(List<Result> results) {
        return results.stream().map(result -> result.check().name()).collect(Collectors.joining(" "));
    }
}
