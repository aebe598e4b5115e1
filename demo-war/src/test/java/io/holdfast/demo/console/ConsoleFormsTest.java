package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No form but the page's own is taken. */
class ConsoleFormsTest {
    private static RunningDemo demo;
    private static PressedConsole console;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        demo = RunningDemo.start(directory);
        console = new PressedConsole(demo);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "form_token=", "form_token=guess", "other=1", "form_token=%", "form_token=a&form_token=a"})
    void refusesAFormWithoutTheTokenOfThisStart(String form) throws Exception {
        refused(403, RawRequest.of("POST", "/actions/stop-token-service").form(form));
        assertThat(console.page()).contains("</svg> running<");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://localhost",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void refusesAFormOfAnotherSite(String name, String value) throws Exception {
        refused(403, own("stop-token-service").header(name, value));
    }

    @Test
    void takesTheFormThatABrowserSends() throws Exception {
        RawResponse answer = demo.ordinary(
                own("own-certificate").header("Origin", demo.issuer()).header("Sec-Fetch-Site", "same-origin"));

        assertThat(answer.status()).isEqualTo(303);
    }

    @Test
    void refusesAFormThatCameThroughAProxy() throws Exception {
        refused(403, own("own-certificate").header("X-Forwarded-For", "192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void takesPostAlone(String method) throws Exception {
        RawResponse answer = demo.ordinary(RawRequest.of(method, "/actions/own-certificate"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers("Allow")).containsExactly("POST");
    }

    @Test
    void answersNoPostAtTheRoot() throws Exception {
        RawResponse answer =
                demo.ordinary(RawRequest.of("POST", "/").form("form_token=" + console.formToken()));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers("Allow")).containsExactly("GET, HEAD");
    }

    @Test
    void knowsNoOtherAction() throws Exception {
        assertThat(console.post("drop-everything", console.formToken()).status()).isEqualTo(404);
        assertThat(console.post("", console.formToken()).status()).isEqualTo(404);
    }

    @Test
    void readsNoLargeForm() throws Exception {
        refused(
                413,
                RawRequest.of("POST", "/actions/own-certificate")
                        .form("form_token=" + console.formToken() + "&a=" + "b".repeat(2000)));
    }

    @Test
    void readsNothingButForms() throws Exception {
        refused(
                415,
                RawRequest.of("POST", "/actions/own-certificate")
                        .header("Content-Type", "text/plain")
                        .body("form_token=" + console.formToken()));
    }

    private static RawRequest own(String action) throws Exception {
        return RawRequest.of("POST", "/actions/" + action).form("form_token=" + console.formToken());
    }

    private static void refused(int status, RawRequest request) throws Exception {
        RawResponse answer = demo.ordinary(request);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("That was not done", "<a href=\"../\">").doesNotContain("form_token");
        assertThat(answer.headers("Content-Security-Policy")).hasSize(1);
    }
}
