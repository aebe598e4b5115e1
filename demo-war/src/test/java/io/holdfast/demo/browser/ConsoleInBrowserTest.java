package io.holdfast.demo.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The console as somebody at a browser meets it. */
@EnabledIfSystemProperty(named = "holdfast.integration", matches = "true")
class ConsoleInBrowserTest {
    private static RunningDemo demo;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        demo = RunningDemo.start(directory);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void showsWhatEachButtonDoes() throws Exception {
        try (Browser browser = Browser.start(1280, 900, false)) {
            browser.open(demo.issuer() + "/");
            clicked(browser, "own-certificate", "Server A is let in: 200", "", "match");
            clicked(browser, "stolen-token", "The thief is kept out: 401", "certificate_mismatch", "mismatch");
            clicked(
                    browser,
                    "no-certificate",
                    "without a certificate is kept out: 401",
                    "certificate_missing",
                    "mismatch");
            clicked(browser, "expired-token", "Server A is kept out: 401", "token_expired", "match");
            clicked(browser, "wrong-audience", "Server A is kept out: 401", "token_audience", "match");
            clicked(browser, "other-partners-path", "Server A is kept out: 403", "path_claim_mismatch", "match");
            clicked(browser, "rotate-certificate", "Server A is kept out: 401", "certificate_mismatch", "mismatch");
            clicked(browser, "retire-signing-key", "Server A is let in: 200", "", "match");
            clicked(browser, "stop-token-service", "Server A is let in: 200", "", "match");
            assertThat(browser.text(".status div")).contains("stopped");
            clicked(browser, "start-token-service", "Server A is let in: 200", "", "match");
            assertThat(browser.text(".status div")).contains("running");
            assertThat(browser.text("table")).contains("token_expired", "path_claim_mismatch");
            assertThat(browser.consoleErrors()).isEmpty();
        }
    }

    private static void clicked(Browser browser, String action, String judgement, String reason, String comparison) {
        browser.click("#" + action);
        browser.await("location.hash == '#result' && document.querySelector('#" + action + "[aria-current]')");
        assertThat(browser.text(".verdict")).contains(judgement, "as it should be");
        assertThat(browser.evaluate("(document.querySelector('#reason') || {textContent: ''}).textContent"))
                .isEqualTo(reason);
        assertThat(browser.text("#comparison")).isEqualTo(comparison);
        assertThat(browser.text(".steps")).doesNotContain("not as expected");
    }

    @Test
    void worksWithTheKeyboardAlone() throws Exception {
        try (Browser browser = Browser.start(1280, 900, false)) {
            browser.open(demo.issuer() + "/");
            browser.press(Keys.TAB);
            assertThat(browser.activeElement()).isEqualTo("a \"Skip to the last result\"");
            browser.press(Keys.TAB, Keys.TAB);
            assertThat(browser.activeElement()).isEqualTo("button#stolen-token \"Stolen token\"");
            assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");

            browser.press(Keys.ENTER);
            browser.await("location.hash == '#result' && document.querySelector('#stolen-token[aria-current]')");
            assertThat(browser.text(".verdict")).contains("The thief is kept out: 401");
            assertThat(browser.activeElement()).startsWith("h2#result");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "768, false", "390, false", "390, true", "320, false"})
    void fitsTheWindowInBothSchemes(int width, boolean dark) throws Exception {
        try (Browser browser = Browser.start(width, 800, dark)) {
            browser.open(demo.issuer() + "/");
            clicked(browser, "stolen-token", "The thief is kept out: 401", "certificate_mismatch", "mismatch");

            assertThat(browser.evaluate("innerWidth")).isEqualTo((long) width);
            assertThat(browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo(dark);
            assertThat((Long) browser.evaluate("document.documentElement.scrollWidth"))
                    .as("what would scroll sideways")
                    .isLessThanOrEqualTo(width);
            assertThat((Double) browser.evaluate("1.0 * Math.min(...Array.from(document.querySelectorAll('button,"
                            + " .links a')).map(it => Math.min(it.getBoundingClientRect().height,"
                            + " it.getBoundingClientRect().width))) + 0.001"))
                    .as("the smallest target")
                    .isGreaterThanOrEqualTo(44);
            assertThat(browser.consoleErrors()).isEmpty();
        }
    }

    @Test
    void fillsBothColumnsBeforeTheFirstButton(@TempDir Path directory) throws Exception {
        try (RunningDemo fresh = RunningDemo.start(directory);
                Browser browser = Browser.start(1280, 900, false)) {
            browser.open(fresh.issuer() + "/");

            assertThat(browser.text(".stage")).contains("How a bound token works", "To begin with");
            assertThat((Double) browser.evaluate("1.001 * document.querySelector('.stage').offsetHeight"
                            + " / document.querySelector('.try').offsetHeight"))
                    .as("the result's height in parts of the buttons'")
                    .isBetween(0.85, 1.15);
        }
    }

    @Test
    void isUnderThreeScreensOnAPhoneAndUnfoldsTheRest() throws Exception {
        try (Browser browser = Browser.start(390, 800, false)) {
            browser.open(demo.issuer() + "/");
            clicked(browser, "stolen-token", "The thief is kept out: 401", "certificate_mismatch", "mismatch");

            assertThat((Long) browser.evaluate("document.documentElement.scrollHeight"))
                    .isLessThan(3 * 800L);
            for (String fold : new String[] {"details", "timeline"}) {
                String folded = "document.querySelector('#unfold-" + fold + " ~ .folded').offsetHeight";
                assertThat(browser.evaluate(folded)).as(fold).isEqualTo(0L);
                browser.click("label[for=unfold-" + fold + "]");
                browser.await(folded + " > 100");
            }
            assertThat(browser.text(".steps")).contains("as expected");
            assertThat(browser.text("table")).contains("certificate_mismatch");
        }
    }

    /** {@code -Dconsole.screenshot=../docs/console.png} keeps the picture for the documentation. */
    @Test
    void canBePictured(@TempDir Path directory) throws Exception {
        Path picture = Path.of(System.getProperty(
                "console.screenshot", directory.resolve("console.png").toString()));
        try (RunningDemo fresh = RunningDemo.start(directory);
                Browser browser = Browser.start(1200, 1020, false)) {
            browser.open(fresh.issuer() + "/");
            clicked(browser, "stolen-token", "The thief is kept out: 401", "certificate_mismatch", "mismatch");
            browser.evaluate("scrollTo(0, 0)");
            browser.await("scrollY == 0");

            browser.screenshot(picture);
            assertThat(picture).isNotEmptyFile();
        }
    }

    @Test
    void tellsWhatAPolicyForbids() throws Exception {
        try (Browser browser = Browser.start(1200, 800, false)) {
            browser.open(demo.issuer() + "/");
            browser.evaluate("document.body.append(new Image())");
            browser.evaluate("document.images[0].src = '/nothing.png'");
            browser.await("document.images[0].complete");

            assertThat(browser.consoleErrors())
                    .singleElement()
                    .asString()
                    .contains("nothing.png", "Content Security Policy");
            assertThat(browser.consoleErrors()).isEmpty();
        }
    }
}
