package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each button shows, over real TLS. */
class ConsoleActionsTest {
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
    @CsvSource(
            delimiter = ';',
            value = {
                "stolen-token; The thief is kept out: 401; invalid_token; certificate_mismatch; mismatch",
                "no-certificate; A caller without a certificate is kept out: 401; invalid_token; certificate_missing; mismatch",
                "expired-token; Server A is kept out: 401; invalid_token; token_expired; match",
                "wrong-audience; Server A is kept out: 401; invalid_token; token_audience; match",
                "other-partners-path; Server A is kept out: 403; insufficient_scope; path_claim_mismatch; match",
                "rotate-certificate; Server A is kept out: 401; invalid_token; certificate_mismatch; mismatch"
            })
    void refusesForTheReasonThatTheButtonIsAbout(
            String action, String judgement, String error, String reason, String comparison) throws Exception {
        String page = console.press(action);

        assertThat(page)
                .contains("<strong>" + judgement + ", as it should be</strong>")
                .contains("WWW-Authenticate: Bearer realm=&quot;orders&quot;", "error=&quot;" + error + "&quot;")
                .contains("<code id=\"reason\">" + reason + "</code>")
                .contains("<span id=\"comparison\">" + comparison + "</span>")
                .contains("id=\"" + action + "\" aria-current=\"true\"")
                .doesNotContain("not as expected");
    }

    @Test
    void letsInWhoHasTheCertificateOfTheToken() throws Exception {
        String page = console.press("own-certificate");

        assertThat(page)
                .contains("<strong>Server A is let in: 200, as it should be</strong>")
                .contains("<span id=\"comparison\">match</span>")
                .contains("<code>GET " + demo.mtlsBaseUrl() + "/orders/server-a</code>")
                .contains("<title>Own certificate – Holdfast demo</title>")
                .doesNotContain("not as expected", "id=\"reason\"");
    }

    @Test
    void decodesTheTokenAndKeepsItsSignatureBack() throws Exception {
        String page = console.press("own-certificate");

        assertThat(page)
                .contains("at+jwt", demo.issuer(), "orders-api", "orders:read", " s left when this page was made")
                .contains("{&quot;x5t#S256&quot;:&quot;")
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{10}");
    }

    @Test
    void marksWhereTheThumbprintsDiffer() throws Exception {
        String page = console.press("stolen-token");

        assertThat(between(page, "id=\"this-connection\"", "</code>").replaceAll("</?mark>", ""))
                .endsWith(demo.pki.thief().thumbprint());
        assertThat(between(page, "id=\"bound-to\"", "</code>")).contains("<mark>");
    }

    @Test
    void rotatesTheCertificateOfServerA() throws Exception {
        String before = thumbprintOfA(console.press("own-certificate"));

        String page = console.press("rotate-certificate");
        String after = thumbprintOfA(console.press("own-certificate"));

        assertThat(after).isNotEqualTo(before);
        assertThat(page)
                .contains("The thumbprint was " + before + " and is now " + after)
                .contains("A has a new certificate. Its old token is useless over it; its new one opens the API.");
        assertThat(console.page()).contains("<code>" + after.substring(0, 8) + "…</code>");
    }

    @Test
    void showsWhatAStoppedTokenServiceMeans() throws Exception {
        String stopped = console.press("stop-token-service");
        assertThat(stopped)
                .contains("<strong>Server A is let in: 200, as it should be</strong>")
                .contains("What the client’s log says: No token: ", "503")
                .containsPattern("class=\"bad\"><svg[^>]*>.{0,80}</svg> stopped<")
                .doesNotContain("not as expected");

        String waiting = console.press("expired-token");
        assertThat(waiting).contains("Not as expected", "the token service is stopped. Start it and try again.");

        String running = console.press("start-token-service");
        assertThat(running)
                .contains("<strong>Server A is let in: 200, as it should be</strong>")
                .containsPattern("class=\"good\"><svg[^>]*>.{0,80}</svg> running<")
                .doesNotContain("Not as expected");
    }

    @Test
    void keepsATimelineOfAllSteps() throws Exception {
        console.press("own-certificate");
        String page = console.press("stolen-token");
        String timeline = page.substring(page.indexOf("<table"), page.indexOf("</table>"));

        assertThat(timeline).contains("<time datetime=\"", ">The thief</td>", ">Server A</td>", "certificate_mismatch");
        assertThat(timeline.indexOf(">The thief</td>")).isLessThan(timeline.lastIndexOf(">Server A</td>"));
        assertThat(timeline).as("the API’s record of the same calls").doesNotContain("Somebody else");
    }

    private static String thumbprintOfA(String page) {
        return between(page, "id=\"this-connection\">", "</code>").replaceAll("</?mark>", "");
    }

    private static String between(String text, String start, String end) {
        Matcher found = Pattern.compile(Pattern.quote(start) + "(.*?)" + Pattern.quote(end), Pattern.DOTALL)
                .matcher(text);
        assertThat(found.find()).as(start).isTrue();
        return found.group(1);
    }
}
