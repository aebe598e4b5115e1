package io.holdfast.tokenservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.tokenservice.http.HttpResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser sees of the code grant (RFC 6749 §4.1.1 and §4.1.2). */
class AuthorizationEndpointTest {
    private Parties parties;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    @Test
    void asksWhoTheUserIs() throws Exception {
        RawResponse page = ask(request());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers("Content-Type")).containsExactly("text/html; charset=utf-8");
        assertThat(page.body()).contains("alice", "bob", "app", "orders-api", "no password", "method=\"post\"");
    }

    @Test
    void showsAPageThatNoScriptAndNoFrameCanUse() throws Exception {
        RawResponse page = ask(request());

        assertThat(page.headers("Content-Security-Policy"))
                .containsExactly("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
                        + "form-action 'self' https://app.example");
        assertThat(page.headers("X-Frame-Options")).containsExactly("DENY");
        assertThat(page.headers("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(page.headers("Cache-Control")).containsExactly("no-store");
        assertThat(page.body()).doesNotContain("<script", "http://", "https://");
    }

    @Test
    void sendsTheBrowserBackWithACodeThatWorks() throws Exception {
        RawResponse answer = answer(idOf(ask(request())), "alice");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers("Location")).singleElement().asString().startsWith(Parties.REDIRECT + "&code=");
        assertThat(answer.headers("Cache-Control")).containsExactly("no-store");
        Map<String, String> parameters = parametersOf(answer);
        assertThat(parameters)
                .containsOnlyKeys("from", "code", "state", "iss")
                .containsEntry("state", "a b&c=ä")
                .containsEntry("iss", parties.running.issuer());
        RawResponse tokens = parties.redeem(parties.pki.selfSigned(), "app", parameters.get("code"));
        assertThat(IssuedToken.of(tokens).claims()).containsEntry("sub", "alice");
    }

    @Test
    void tellsTheClientThatTheUserSaidNo() throws Exception {
        RawResponse answer = post(Parties.form("request", idOf(ask(request()))));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(parametersOf(answer))
                .containsOnlyKeys("from", "error", "error_description", "state", "iss")
                .containsEntry("error", "access_denied")
                .containsEntry("state", "a b&c=ä");
    }

    @Test
    void takesAnAnswerOnce() throws Exception {
        String id = idOf(ask(request()));

        assertThat(answer(id, "alice").status()).isEqualTo(303);
        assertErrorPage(answer(id, "alice"));
    }

    @Test
    void takesNoAnswerAfterFiveMinutes() throws Exception {
        String id = idOf(ask(request()));
        parties.clock.advance(Duration.ofMinutes(5));

        assertErrorPage(answer(id, "alice"));
    }

    @Test
    void takesNoAnswerToAQuestionThatWasNotAsked() throws Exception {
        assertErrorPage(answer("AAAAAAAAAAAAAAAAAAAAAA", "alice"));
        assertErrorPage(post(Parties.form("user", "alice")));
    }

    @Test
    void takesNoAnswerOfAStranger() throws Exception {
        assertErrorPage(answer(idOf(ask(request())), "mallory"));
    }

    @Test
    void takesNoAnswerThatAnotherSiteHasMadeTheBrowserSend() throws Exception {
        String id = idOf(ask(request()));
        RawRequest forged = RawRequest.of("POST", "/authorize")
                .header("Sec-Fetch-Site", "cross-site")
                .form(Parties.form("request", id, "user", "alice"));

        assertErrorPage(parties.running.ordinary(forged));
        RawRequest own = RawRequest.of("POST", "/authorize")
                .header("Sec-Fetch-Site", "same-origin")
                .form(Parties.form("request", id, "user", "alice"));
        assertThat(parties.running.ordinary(own).status()).isEqualTo(303);
    }

    @Test
    void theAnswerCannotChangeWhatWasAskedFor() throws Exception {
        String id = idOf(ask(request()));

        RawResponse answer = post(Parties.form(
                "request", id, "user", "alice", "redirect_uri", "https://evil.example", "client_id", "web"));

        assertThat(answer.headers("Location")).singleElement().asString().startsWith(Parties.REDIRECT);
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, ",
        "client_id, nobody",
        "client_id, <script>alert(1)</script>",
        "redirect_uri, ",
        "redirect_uri, https://evil.example/",
        "redirect_uri, https://app.example/callback",
        "redirect_uri, https://app.example/callback?from=holdfast&more=1",
        "redirect_uri, https://app.example/callback?from=Holdfast",
        "redirect_uri, https://app.example/callback/../?from=holdfast"
    })
    @DisplayName("A-29 an unknown client or redirect URI is told to the user, not to wherever it leads")
    void neverRedirectsToAStranger(String name, String value) throws Exception {
        Map<String, String> request = request();
        request.put(name, value == null ? "" : value);

        RawResponse response = ask(request);

        assertErrorPage(response);
        assertThat(response.body()).doesNotContain("evil", "<script");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, , invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, id_token, unsupported_response_type",
        "response_type, code token, unsupported_response_type",
        "code_challenge, , invalid_request",
        "code_challenge, short, invalid_request",
        "code_challenge_method, , invalid_request",
        "code_challenge_method, plain, invalid_request",
        "scope, admin, invalid_scope",
        "resource, https://unknown.example, invalid_target"
    })
    @DisplayName("A-30 A-25 other errors go back to the client, also for the implicit grant")
    void tellsTheClientOtherErrors(String name, String value, String error) throws Exception {
        Map<String, String> request = request();
        request.put(name, value == null ? "" : value);

        RawResponse response = ask(request);

        assertThat(response.status()).isEqualTo(303);
        assertThat(parametersOf(response))
                .containsEntry("error", error)
                .containsEntry("state", "a b&c=ä")
                .containsEntry("iss", parties.running.issuer())
                .doesNotContainKey("code");
    }

    @Test
    @DisplayName("A-28 a repeated parameter is an error that is not redirected")
    void refusesRepetition() throws Exception {
        String query = Parties.form(pairs(request())) + "&state=other";

        assertErrorPage(parties.running.ordinary(RawRequest.get("/authorize?" + query)));
    }

    @Test
    void refusesALongQueryAndNone() throws Exception {
        assertErrorPage(parties.running.ordinary(RawRequest.get("/authorize?state=" + "x".repeat(8200))));
        assertErrorPage(parties.running.ordinary(RawRequest.get("/authorize")));
    }

    @Test
    void takesGetAndPostOnly() throws Exception {
        RawResponse response = parties.running.ordinary(RawRequest.of("PUT", "/authorize"));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers("Allow")).containsExactly("GET, POST");
    }

    @Test
    void forgetsTheOldestQuestionOfTheAddressThatAsksMost() throws Exception {
        String before = idOf(ask(request()));
        String query = Parties.form(pairs(request()));
        HttpResponse page = parties.service().handle(new HandMadeRequest("GET", "/authorize", query, "192.0.2.1"));
        String first = idOf(new String(page.body(), StandardCharsets.UTF_8));
        for (int i = 1; i < 1000; i++) {
            parties.service().handle(new HandMadeRequest("GET", "/authorize", query, "192.0.2.1"));
        }

        String after = idOf(ask(request()));

        assertThat(answer(before, "alice").status()).isEqualTo(303);
        assertThat(answer(after, "alice").status()).isEqualTo(303);
        assertErrorPage(answer(first, "alice"));
    }

    private static Map<String, String> request() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", "app");
        request.put("redirect_uri", Parties.REDIRECT);
        request.put("code_challenge", Parties.CHALLENGE);
        request.put("code_challenge_method", "S256");
        request.put("state", "a b&c=ä");
        return request;
    }

    private static String[] pairs(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new);
    }

    private RawResponse ask(Map<String, String> request) throws Exception {
        return parties.running.ordinary(RawRequest.get("/authorize?" + Parties.form(pairs(request))));
    }

    private RawResponse answer(String id, String user) throws Exception {
        return post(Parties.form("request", id, "user", user));
    }

    private RawResponse post(String form) throws Exception {
        return parties.running.ordinary(RawRequest.of("POST", "/authorize").form(form));
    }

    private static String idOf(RawResponse page) {
        return idOf(page.body());
    }

    private static String idOf(String page) {
        Matcher matcher = Pattern.compile("name=\"request\" value=\"([A-Za-z0-9_-]{22})\"")
                .matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    private static Map<String, String> parametersOf(RawResponse redirect) {
        assertThat(redirect.headers("Location")).as(redirect.toString()).hasSize(1);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair :
                URI.create(redirect.headers("Location").get(0)).getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void assertErrorPage(RawResponse response) {
        assertThat(response.status()).as(response.toString()).isEqualTo(400);
        assertThat(response.headers("Location")).isEmpty();
        assertThat(response.headers("Content-Type")).containsExactly("text/html; charset=utf-8");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'");
    }
}
