package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static io.holdfast.httpclient.RedirectWorld.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.testkit.TestLog;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server that redirects a request can make the client do elsewhere. */
@Timeout(120)
class RedirectBorderTest {
    private RedirectWorld world;
    private RecordingApi api;
    private RecordingApi partner;
    private RecordingApi stranger;

    @BeforeEach
    void start() throws Exception {
        world = new RedirectWorld();
        api = world.api;
        partner = world.partner;
        stranger = world.stranger;
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    static Stream<Arguments> redirects() {
        return Stream.of(Transport.values())
                .flatMap(transport -> Stream.of(301, 302, 303, 307, 308)
                        .flatMap(status ->
                                Stream.of(true, false).map(allowed -> Arguments.of(transport, status, allowed))));
    }

    @ParameterizedTest(name = "C-32 H1 H2 a POST is not repeated at another origin, {0}, {1}, allowed {2}")
    @MethodSource("redirects")
    void repeatsNoBodyElsewhere(Transport transport, int status, boolean allowed) throws Exception {
        RecordingApi other = allowed ? partner : stranger;
        redirect(api, status, other.uri("/orders"));
        TestLog log = new TestLog();
        HttpClientContext context = HttpClientContext.create();

        PartnerWorld.Answer answer = world.client(transport).send("POST", api.uri("/moved"), "secret body", context);

        assertThat(answer).isEqualTo(new PartnerWorld.Answer(status, "gone"));
        assertThat(locationOf(context)).isEqualTo(other.uri("/orders").toString());
        assertThat(api.calls()).singleElement().satisfies(call -> {
            assertThat(call.authorization()).isEqualTo("Bearer secret-token");
            assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
        });
        assertThat(other.calls()).isEmpty();
        assertThat(log.text().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains(api.origin(), other.origin(), "allowRedirect");
    }

    @ParameterizedTest(name = "C-32 H1 H2 a GET follows to another origin as that of a stranger, {0}, {1}, allowed {2}")
    @MethodSource("redirects")
    void followsBare(Transport transport, int status, boolean allowed) throws Exception {
        RecordingApi other = allowed ? partner : stranger;
        redirect(api, status, other.uri("/orders"));
        Transport.Client client = world.client(transport);
        client.get(other.uri("/before")); // leaves a connection, with the certificate if it is allowed

        HttpClientContext context = HttpClientContext.create();
        assertThat(client.send("GET", api.uri("/moved"), null, context).status())
                .isEqualTo(200);

        assertThat(other.calls()).hasSize(2);
        RecordingApi.Call before = other.calls().get(0);
        assertThat(before.thumbprint()).isEqualTo(allowed ? PKI.serverA().thumbprint() : null);
        RecordingApi.Call followed = other.calls().get(1);
        assertThat(followed.authorization()).isNull();
        assertThat(followed.thumbprint()).isNull();
        assertThat(BoundTokenInterceptor.tokenOf(context)).isEmpty();

        // and the connection without the certificate is not taken for a request that needs it
        client.get(other.uri("/after"));
        assertThat(other.calls().get(2).thumbprint()).isEqualTo(before.thumbprint());
        assertThat(other.calls().get(2).authorization()).isEqualTo(before.authorization());
    }

    @ParameterizedTest(name = "C-32 within the origin a POST goes on with token and body, {0}")
    @EnumSource
    void goesOnWithinTheOrigin(Transport transport) throws Exception {
        api.answering(call -> call.path().equals("/moved")
                ? new RecordingApi.Reply(
                        307, "", Map.of("Location", api.origin().replace("localhost", "LOCALHOST") + "/orders"))
                : new RecordingApi.Reply(200, "[]", Map.of()));

        PartnerWorld.Answer answer =
                world.client(transport).send("POST", api.uri("/moved"), "body", HttpClientContext.create());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(api.calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.body()).isEqualTo("body");
            assertThat(call.authorization()).isEqualTo("Bearer secret-token");
            assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
        });
    }

    @ParameterizedTest(name = "C-32 a named pair lets a request follow whole, {0}, allowed {1}")
    @CsvSource({
        "CLASSIC, true", "ASYNC_HTTP_1, true", "ASYNC_HTTP_2, true",
        "CLASSIC, false", "ASYNC_HTTP_1, false", "ASYNC_HTTP_2, false"
    })
    void followsANamedPair(Transport transport, boolean allowed) throws Exception {
        RecordingApi other = allowed ? partner : stranger;
        redirect(api, 307, other.uri("/orders"));
        redirect(other, 307, api.uri("/back"), "/back-to-api");
        Transport.Client client = world.client(transport, world.builder().allowRedirect(api.origin(), other.origin()));

        assertThat(client.send("POST", api.uri("/moved"), "body", HttpClientContext.create())
                        .status())
                .isEqualTo(200);

        assertThat(other.calls()).singleElement().satisfies(call -> {
            assertThat(call.body()).isEqualTo("body");
            assertThat(call.authorization()).isEqualTo(allowed ? "Bearer secret-token" : null);
            assertThat(call.thumbprint()).isEqualTo(allowed ? PKI.serverA().thumbprint() : null);
        });
        // the way back is another pair
        assertThat(client.send("POST", other.uri("/back-to-api"), "body", HttpClientContext.create())
                        .status())
                .isEqualTo(307);
        assertThat(api.calls()).hasSize(1);
    }

    @ParameterizedTest(name = "C-32 on the way back from a stranger a request stays bare, {0}")
    @EnumSource
    void staysBareOnTheWayBack(Transport transport) throws Exception {
        redirect(api, 302, stranger.uri("/two"), "/one");
        redirect(stranger, 307, api.uri("/delete-all"), "/two");
        HttpClientContext context = HttpClientContext.create();
        BoundTokenInterceptor.requestToken(context, TokenRequest.clientCredentials(List.of("user"), List.of()));
        Transport.Client client = world.client(transport);

        client.send("GET", api.uri("/one"), null, context);

        assertThat(api.calls()).hasSize(2);
        assertThat(api.calls().get(0).authorization()).isEqualTo("Bearer secret-token");
        RecordingApi.Call back = api.calls().get(1);
        assertThat(back.path()).isEqualTo("/delete-all");
        assertThat(back.authorization()).isNull();
        assertThat(back.thumbprint()).isNull();

        client.send("GET", api.uri("/next"), null, context); // another exchange begins anew
        assertThat(api.calls().get(2).authorization()).isEqualTo("Bearer secret-token");
        assertThat(api.calls().get(2).thumbprint()).isEqualTo(PKI.serverA().thumbprint());
    }

    @ParameterizedTest(name = "C-32 a server that gets no tokens cannot spend one either, {0}")
    @EnumSource
    void spendsNoTokenFromOutside(Transport transport) throws Exception {
        redirect(stranger, 302, api.uri("/orders"));

        world.client(transport).get(stranger.uri("/moved"));

        assertThat(api.calls()).singleElement().satisfies(call -> {
            assertThat(call.authorization()).isNull();
            assertThat(call.thumbprint()).isNull();
        });
        assertThat(world.tokenCalls()).isEmpty();
    }

    @ParameterizedTest(name = "C-32 a POST that became a GET within the origin is still no GET elsewhere, {0}")
    @EnumSource
    void remembersThatItWasAPost(Transport transport) throws Exception {
        redirect(api, 303, api.uri("/status"), "/jobs");
        redirect(api, 302, partner.uri("/orders"), "/status");

        PartnerWorld.Answer answer =
                world.client(transport).send("POST", api.uri("/jobs"), "body", HttpClientContext.create());

        assertThat(answer).isEqualTo(new PartnerWorld.Answer(302, "gone"));
        assertThat(partner.calls()).isEmpty();
    }

    @ParameterizedTest(name = "C-32 {1} without a body does not follow to another origin, nor a GET with one, {0}")
    @CsvSource({
        "CLASSIC, POST", "ASYNC_HTTP_1, POST", "ASYNC_HTTP_2, POST",
        "CLASSIC, DELETE", "ASYNC_HTTP_1, DELETE", "ASYNC_HTTP_2, DELETE",
        "CLASSIC, OPTIONS", "CLASSIC, GET", "ASYNC_HTTP_1, GET"
    })
    void followsWithGetAlone(Transport transport, String method) throws Exception {
        redirect(api, 307, partner.uri("/orders"));

        PartnerWorld.Answer answer = world.client(transport)
                .send(method, api.uri("/moved"), method.equals("GET") ? "x" : null, HttpClientContext.create());

        assertThat(answer.status()).isEqualTo(307);
        assertThat(partner.calls()).isEmpty();
    }

    @ParameterizedTest(name = "C-32 other spellings of an allowed origin are other origins: {1}, {0}")
    @CsvSource({
        "CLASSIC, https://127.0.0.1:{port}/x", "ASYNC_HTTP_1, https://127.0.0.1:{port}/x",
        "CLASSIC, //127.0.0.1:{port}/x", "ASYNC_HTTP_2, //127.0.0.1:{port}/x",
        "CLASSIC, https://localhost.:{port}/x", "ASYNC_HTTP_2, https://localhost.:{port}/x",
        "CLASSIC, https://[::1]:{port}/x", "ASYNC_HTTP_1, http://localhost:{port}/x",
        "CLASSIC, https://xn--lcalhost-54a:{port}/x", "CLASSIC, https://localhost:1/x",
        "ASYNC_HTTP_1, https://localhost/x"
    })
    void knowsOtherSpellings(Transport transport, String location) throws Exception {
        String target = location.replace("{port}", String.valueOf(api.uri("/").getPort()));
        api.answering(call -> new RecordingApi.Reply(308, "gone", Map.of("Location", target)));

        PartnerWorld.Answer answer =
                world.client(transport).send("POST", api.uri("/moved"), "body", HttpClientContext.create());

        assertThat(answer).isEqualTo(new PartnerWorld.Answer(308, "gone"));
        assertThat(api.calls()).hasSize(1);
    }

    @ParameterizedTest(name = "C-32 credentials of the application stay behind too, {0}")
    @EnumSource
    void leavesTheApplicationsCredentialsBehind(Transport transport) throws Exception {
        redirect(api, 307, stranger.uri("/orders"));
        Transport.Client client = world.client(transport);

        Throwable unused = catchThrowable(() -> client.send( // newer HttpClients do not follow at all
                "GET",
                api.uri("/moved"),
                null,
                HttpClientContext.create(),
                new BasicHeader("Authorization", "Basic bWU6bWU="),
                new BasicHeader("Cookie", "mine=1")));

        assertThat(api.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.authorization()).isEqualTo("Basic bWU6bWU="));
        assertThat(stranger.calls())
                .allSatisfy(call -> assertThat(call.authorization()).isNull());
        assertThat(stranger.cookies()).allSatisfy(cookies -> assertThat(cookies).isEmpty());
    }

    @ParameterizedTest(name = "C-32 between servers that get neither token nor certificate a POST goes on, {0}")
    @EnumSource
    void leavesStrangersAlone(Transport transport) throws Exception {
        try (RecordingApi other = new RecordingApi(PKI.server())) {
            redirect(stranger, 307, other.uri("/orders"));
            redirect(other, 307, api.uri("/orders"), "/to-api");
            redirect(api, 307, stranger.uri("/back"), "/to-stranger");
            redirect(stranger, 307, other.uri("/orders"), "/back");
            Transport.Client client =
                    world.client(transport, world.builder().allowRedirect(api.origin(), stranger.origin()));

            assertThat(post(client, stranger.uri("/moved"))).isEqualTo(200);
            assertThat(post(client, other.uri("/to-api"))).isEqualTo(307);
            assertThat(post(client, api.uri("/to-stranger"))).isEqualTo(307); // it began at an allowed origin

            assertThat(other.calls()).hasSize(2).allSatisfy(call -> {
                assertThat(call.body()).isEqualTo("body");
                assertThat(call.thumbprint()).isNull();
            });
            assertThat(api.calls()).hasSize(1);
        }
    }

    private static int post(Transport.Client client, URI uri) throws Exception {
        return client.send("POST", uri, "body", HttpClientContext.create()).status();
    }

    @ParameterizedTest(name = "C-32 nobody is advised to allow a redirect to plain http, {0}")
    @EnumSource
    void advisesNothingImpossible(Transport transport) throws Exception {
        redirect(api, 307, URI.create("http://127.0.0.1:1/orders"));
        TestLog log = new TestLog();

        assertThat(post(world.client(transport), api.uri("/moved"))).isEqualTo(307);

        assertThat(log.text())
                .contains(api.origin(), "http://127.0.0.1:1", "was not sent there", "plain http")
                .doesNotContain("allowRedirect(");
    }

    @ParameterizedTest(name = "C-32 who follows no redirects is not warned of them, {0}")
    @EnumSource
    void warnsOnlyWhoFollows(Transport transport) throws Exception {
        redirect(api, 307, partner.uri("/orders"));
        TestLog log = new TestLog();
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(
                RequestConfig.custom().setRedirectsEnabled(false).build());

        assertThat(world.client(transport)
                        .send("POST", api.uri("/moved"), "body", context)
                        .status())
                .isEqualTo(307);

        assertThat(locationOf(context)).isEqualTo(partner.uri("/orders").toString());
        assertThat(log.text()).doesNotContain("allowRedirect");
    }

    @ParameterizedTest(
            name = "C-32 with connections of the application a request does not follow to another" + " origin, {0}")
    @EnumSource
    void followsNotWithForeignConnections(Transport transport) throws Exception {
        redirect(api, 302, partner.uri("/orders"), "/to-partner");
        redirect(api, 302, stranger.uri("/orders"), "/to-stranger");
        KeyRing keyRing = world.ring();
        Transport.Client client = world.closing(transport.openWithForeignConnections(keyRing, keyRing.sslContext()));

        assertThat(client.get(api.uri("/to-partner")).status()).isEqualTo(302);
        assertThat(client.get(api.uri("/to-stranger")).status()).isEqualTo(302);

        assertThat(partner.calls()).isEmpty();
        assertThat(stranger.calls()).isEmpty();
    }

    @ParameterizedTest(name = "C-32 C-33 nor if those connections show the certificate to everybody, {0}")
    @EnumSource
    void followsNotWithConnectionsThatShowIt(Transport transport) throws Exception {
        redirect(api, 302, stranger.uri("/orders"));
        KeyRing keyRing = world.ring();
        Transport.Client client = world.closing(transport.openWithForeignConnections(
                keyRing, keyRing.credentials().sslContext()));
        HttpClientContext context = HttpClientContext.create();

        assertThat(client.send("GET", api.uri("/moved"), null, context).status())
                .isEqualTo(302);

        assertThat(locationOf(context)).isEqualTo(stranger.uri("/orders").toString());
        assertThat(stranger.calls()).isEmpty();
    }

    private static String locationOf(HttpClientContext context) throws Exception {
        HttpResponse response = context.getResponse();
        return response.getHeader("Location").getValue();
    }
}
