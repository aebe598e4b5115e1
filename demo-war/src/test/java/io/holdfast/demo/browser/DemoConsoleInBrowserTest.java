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

@EnabledIfSystemProperty(named = "holdfast.integration", matches = "true")
class DemoConsoleInBrowserTest {
    private static RunningDemo demo;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        demo = RunningDemo.start(directory);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @ParameterizedTest
    @CsvSource({"1200, false", "390, true"})
    void fitsTheWindow(int width, boolean dark) throws Exception {
        try (Browser browser = Browser.start(width, 800, dark)) {
            browser.open(demo.issuer() + "/");

            assertThat(browser.evaluate("innerWidth")).isEqualTo((long) width);
            assertThat(browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo(dark);
            assertThat(browser.evaluate("document.title")).isEqualTo("Holdfast demo");
            assertThat(browser.text("h1")).isEqualTo("Holdfast demo");
            assertThat((Long) browser.evaluate("document.documentElement.scrollWidth"))
                    .as("what would scroll sideways")
                    .isLessThanOrEqualTo(width);
            assertThat(browser.consoleErrors()).isEmpty();
        }
    }

    @Test
    void canBeReadWithTheKeyboard(@TempDir Path directory) throws Exception {
        try (Browser browser = Browser.start(1200, 800, false)) {
            browser.open(demo.issuer() + "/");
            assertThat(browser.activeElement()).isEqualTo("body");
            browser.press(Keys.TAB, Keys.TAB);
            assertThat(browser.activeElement()).isEqualTo("div \"Recent calls\"");
            browser.press(Keys.SHIFT, Keys.TAB);
            assertThat(browser.activeElement()).isEqualTo("a \"Load again\"");

            browser.evaluate("document.title = 'Old'");
            browser.press(Keys.ENTER);
            browser.await("document.title == 'Holdfast demo'");
            browser.evaluate("document.title = 'Old'");
            browser.click("p > a");
            browser.await("document.title == 'Holdfast demo'");

            Path picture = directory.resolve("console.png");
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
