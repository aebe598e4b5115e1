package io.holdfast.demo.browser;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Headless Chromium as Debian packages it, with a profile of its own, one page and no way to anything but that page's
 * server, whose certificate may be any. An element is named by a CSS selector and waited for. Not thread-safe.
 */
public final class Browser implements Closeable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Warns that it has no Java classes for this version of the developer tools' protocol, which we do without. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium.devtools");

    private static final Set<Keys> MODIFIERS = EnumSet.of(Keys.SHIFT, Keys.CONTROL, Keys.ALT, Keys.META);

    private final BrowserFiles files;
    private final ChromeDriver driver;

    private Browser(BrowserFiles files, ChromeDriver driver) {
        this.files = files;
        this.driver = driver;
    }

    /**
     * Starts with an empty page.
     *
     * @param width what the page sees as the window's width, in CSS pixels
     * @param dark whether {@code prefers-color-scheme} is dark, else it is light
     */
    public static Browser start(int width, int height, boolean dark) throws IOException {
        for (Path program : List.of(CHROMIUM, DRIVER)) {
            if (!Files.isExecutable(program)) {
                throw new AssertionError("There is no " + program
                        + " here, which the profile 'integration' needs: apt-get install chromium chromium-driver");
            }
        }
        SELENIUM.setLevel(Level.SEVERE);
        BrowserFiles files = BrowserFiles.create();
        try {
            Browser browser = new Browser(files, new ChromeDriver(service(files), options(files)));
            browser.emulate(width, height, dark);
            return browser;
        } catch (WebDriverException e) {
            String log = files.log();
            files.close();
            throw new AssertionError("Chromium does not start: " + log, e);
        }
    }

    private static ChromeDriverService service(BrowserFiles files) {
        // Selenium looks for a driver, and downloads one, only if it is told of none.
        return new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withLogFile(files.logFile().toFile())
                .build();
    }

    private static ChromeOptions options(BrowserFiles files) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.setAcceptInsecureCerts(true);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.setImplicitWaitTimeout(PATIENCE);
        options.addArguments(
                "--user-data-dir=" + files.profile(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        return options;
    }

    /** A window cannot be as narrow as a telephone, so the page is told that it is. */
    private void emulate(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        Map<String, Object> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** Returns when the page is loaded. */
    public void open(String url) {
        driver.get(url);
    }

    /** What a reader sees of the first such element: hidden text is left out. */
    public String text(String css) {
        return find(css).getText();
    }

    /** Clicks in the middle of the first such element, where nothing may be over it. */
    public void click(String css) {
        find(css).click();
    }

    /**
     * Presses keys in the active element, one after the other. Shift, Control, Alt and Meta are held to the end of the
     * call: {@code press(Keys.SHIFT, Keys.TAB)}.
     */
    public void press(CharSequence... keys) {
        Actions actions = new Actions(driver);
        Deque<CharSequence> held = new ArrayDeque<>();
        for (CharSequence key : keys) {
            if (key instanceof Keys modifier && MODIFIERS.contains(modifier)) {
                actions.keyDown(key);
                held.push(key);
            } else {
                actions.sendKeys(key);
            }
        }
        held.forEach(actions::keyUp);
        actions.perform();
    }

    /**
     * The element that has the focus: its tag, its {@code id} if it has one, and its name for people, as in
     * {@code button#reload "Load again"}; {@code body} if none has it.
     */
    public String activeElement() {
        WebElement active = driver.switchTo().activeElement();
        String tag = active.getTagName();
        if (tag.equals("body")) {
            return tag;
        }
        String id = active.getDomAttribute("id");
        return tag + (id == null ? "" : "#" + id) + " \"" + active.getAccessibleName() + "\"";
    }

    /**
     * The value of a JavaScript expression: a string, a {@code Long}, a {@code Double}, a {@code Boolean}, a
     * {@code List}, a {@code Map} or null.
     */
    public @Nullable Object evaluate(String js) {
        return driver.executeScript("return (" + js + ");");
    }

    /** Waits until a JavaScript expression is true, at most ten seconds. */
    public void await(String js) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> js)
                .until(any -> Boolean.TRUE.equals(evaluate("Boolean(" + js + ")")));
    }

    /** Writes what the window shows as a PNG file. */
    public void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** The errors that the console got since the last call: failed scripts and requests, and what a policy forbade. */
    public List<String> consoleErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .toList();
    }

    private WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** Ends the browser and removes its profile. */
    @Override
    public void close() throws IOException {
        try {
            driver.quit();
        } finally {
            files.close();
        }
    }
}
