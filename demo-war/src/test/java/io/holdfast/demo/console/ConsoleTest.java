package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
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
    void isOnePageThatLoadsAndRunsNothing() throws Exception {
        RawResponse page = demo.ordinary(RawRequest.get("/"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers("Content-Type"))
                .singleElement()
                .asString()
                .isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(page.headers("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(page.body())
                .contains("<svg", "Token service", "Partner API", "Server A", "Thief", "prefers-color-scheme: dark")
                .contains(demo.issuer() + "/.well-known/oauth-authorization-server", demo.issuer() + "/jwks")
                .contains("token-service, partner-api, console")
                .doesNotContain("<script", "src=", "@import", "style=\"", "{{")
                .doesNotContainPattern("url\\((?!#)");
    }

    @Test
    void permitsItsOwnStyleAlone() throws Exception {
        RawResponse page = demo.ordinary(RawRequest.get("/"));
        String html = page.body();
        String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));

        assertThat(page.headers("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "style-src 'sha256-" + hash + "'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void showsRecentCallsWithoutTokens() throws Exception {
        String token = demo.tokenOf(demo.pki.serverA(), "server-a");
        RawRequest orders = RawRequest.get("/orders/server-a?access_token=" + token);
        demo.mtls(demo.pki.serverA(), null, RawRequest.get("/orders/server-a").bearer(token));
        demo.mtls(demo.pki.thief(), null, orders.bearer(token));
        demo.mtls(null, null, RawRequest.get("/orders/%3Cscript%3E"));

        String html = demo.ordinary(RawRequest.get("/")).body();

        assertThat(html)
                .contains("<td>server-a</td><td>"
                        + demo.pki.serverA().thumbprint().substring(0, 8) + "… CN=Server A,OU=Orders,O=Partner A</td>")
                .contains(demo.pki.thief().thumbprint().substring(0, 8) + "… CN=Thief,O=Partner C")
                .contains("<td class=\"ok\">200</td>")
                .contains("/orders/&lt;script&gt;")
                .contains("<td class=\"no\">401</td>")
                .doesNotContain("<script", token, token.substring(token.length() - 20));
    }

    @Test
    void keepsOnlyTheLastCalls() throws Exception {
        for (int i = 0; i < 60; i++) {
            demo.mtls(null, null, RawRequest.get("/orders/number-" + i));
        }

        String html = demo.ordinary(RawRequest.get("/")).body();

        assertThat(html).contains("number-59<", "number-10<").doesNotContain("number-9<");
        assertThat(html.indexOf("number-59<")).isLessThan(html.indexOf("number-58<"));
    }

    @Test
    void standsAtTheRootOnly() throws Exception {
        assertThat(demo.ordinary(RawRequest.get("/nothing")).status()).isEqualTo(404);
        assertThat(demo.ordinary(RawRequest.get("/WEB-INF/web.xml")).status()).isEqualTo(404);
    }
}
