package io.holdfast.httpclient;

import static io.holdfast.httpclient.RedirectWorld.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.testkit.ConnectProxy;
import io.holdfast.testkit.RawServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client keeps to itself when a server has sent a GET of its own to another origin. */
@Timeout(120)
class BareHopTest {
    private static final UsernamePasswordCredentials MINE =
            new UsernamePasswordCredentials("me", "password".toCharArray());

    /** Credentials for whoever asks. */
    private static final CredentialsProvider FOR_ANYBODY = (scope, context) -> MINE;

    private RedirectWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new RedirectWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    static Stream<Arguments> challenges() {
        return Stream.of(Transport.values())
                .flatMap(transport -> Stream.of(
                        Arguments.of(transport, 401, "Basic realm=\"x\"", false),
                        Arguments.of(transport, 401, "Basic realm=\"x\"", true),
                        Arguments.of(transport, 401, "Digest realm=\"x\", nonce=\"n\", qop=\"auth\"", false),
                        Arguments.of(transport, 401, ConnectionScheme.CHALLENGE, false),
                        Arguments.of(transport, 407, "Basic realm=\"x\"", false)));
    }

    @ParameterizedTest(
            name = "C-32 H2 stored credentials do not answer a challenge behind a redirect, {0}, {1} {2},"
                    + " allowed {3}")
    @MethodSource("challenges")
    void answersNoChallenge(Transport transport, int status, String challenge, boolean allowed) throws Exception {
        RecordingApi other = allowed ? world.partner : world.stranger;
        String name = status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
        redirect(world.api, 302, other.uri("/files"));
        other.answering(call -> new RecordingApi.Reply(status, "who?", Map.of(name, challenge)));
        HttpClientContext context =
                challenge.equals(ConnectionScheme.CHALLENGE) ? ConnectionScheme.context() : HttpClientContext.create();
        context.setCredentialsProvider(FOR_ANYBODY);

        PartnerWorld.Answer answer = world.client(transport).send("GET", world.api.uri("/moved"), null, context);

        assertThat(answer).isEqualTo(new PartnerWorld.Answer(status, "who?"));
        assertThat(context.getResponse().getHeaders(name))
                .extracting(Header::getValue)
                .containsExactly(challenge);
        assertThat(other.calls()).singleElement().satisfies(call -> {
            assertThat(call.authorization()).isNull();
            assertThat(call.thumbprint()).isNull();
        });
        assertThat(other.values("Proxy-Authorization")).containsExactly("");
    }

    @ParameterizedTest(name = "C-32 the application's own call to that server is answered for, {0}")
    @EnumSource
    void answersTheChallengeOfAnOwnCall(Transport transport) throws Exception {
        redirect(world.api, 302, world.stranger.uri("/files"));
        world.stranger.answering(call -> call.authorization() == null
                ? new RecordingApi.Reply(401, "who?", Map.of("WWW-Authenticate", "Basic realm=\"x\""))
                : new RecordingApi.Reply(200, "[]", Map.of()));
        Transport.Client client = world.client(transport);
        HttpClientContext context = HttpClientContext.create();
        context.setCredentialsProvider(FOR_ANYBODY);

        assertThat(client.send("GET", world.stranger.uri("/files"), null, context)
                        .status())
                .isEqualTo(200);
        // and what the context knows of it since goes with no redirect
        assertThat(client.send("GET", world.api.uri("/moved"), null, context).status())
                .isEqualTo(401);
        assertThat(client.send("GET", world.stranger.uri("/files"), null, context)
                        .status())
                .isEqualTo(200);

        assertThat(world.stranger.calls())
                .extracting(call -> call.authorization() != null)
                .last()
                .isEqualTo(true);
    }

    @ParameterizedTest(name = "C-32 H2 credentials that are sent unasked do not go along, {0}")
    @EnumSource
    void sendsNoneUnasked(Transport transport) throws Exception {
        redirect(world.api, 302, world.stranger.uri("/files"));
        BasicScheme scheme = new BasicScheme();
        scheme.initPreemptive(MINE);
        BasicAuthCache known = new BasicAuthCache();
        known.put(HttpHost.create(world.stranger.uri("/")), scheme);
        HttpClientContext context = HttpClientContext.create();
        context.setAuthCache(known);

        assertThat(world.client(transport)
                        .send("GET", world.api.uri("/moved"), null, context)
                        .status())
                .isEqualTo(200);

        assertThat(world.stranger.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.authorization()).isNull());
    }

    @ParameterizedTest(name = "C-32 H2 nor do those that the client adds to every request, {0}")
    @EnumSource
    void sendsNoDefaults(Transport transport) throws Exception {
        redirect(world.api, 302, world.stranger.uri("/files"));
        List<Header> defaults = List.of(
                new BasicHeader("Authorization", "Basic bWU6bWU="),
                new BasicHeader("Proxy-Authorization", "Basic bWU6bWU="));
        KeyRing keyRing = world.ring();
        Transport.Client client = world.closing(
                transport == Transport.CLASSIC
                        ? transport.over(
                                BoundTokenInterceptor.of(keyRing)
                                        .configure(HttpClients.custom().setDefaultHeaders(defaults)),
                                null)
                        : transport.over(
                                null,
                                AsyncBoundTokenInterceptor.of(keyRing)
                                        .configure(
                                                HttpAsyncClients.custom().setDefaultHeaders(defaults),
                                                pools -> pools.setDefaultTlsConfig(transport.tls()))));

        assertThat(client.get(world.api.uri("/moved")).status()).isEqualTo(200);

        assertThat(world.stranger.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.authorization()).isNull());
        assertThat(world.stranger.values("Proxy-Authorization")).containsExactly("");
    }

    @ParameterizedTest(name = "C-32 C-34 H3 cookies stay with the allowed origins, and theirs outside, {0}")
    @EnumSource
    void keepsCookiesOnTheirSide(Transport transport) throws Exception {
        world.api.answering(call -> new RecordingApi.Reply(200, "[]", Map.of("Set-Cookie", "session=secret; Path=/")));
        world.stranger.answering(
                call -> new RecordingApi.Reply(200, "[]", Map.of("Set-Cookie", "session=fixed; Path=/")));
        redirect(world.api, 302, world.stranger.uri("/files"));
        Transport.Client client = world.client(transport);

        client.get(world.api.uri("/orders"));
        client.get(world.api.uri("/moved")); // to the same host at another port
        client.get(world.api.uri("/orders"));
        client.get(world.api.uri("/moved"));
        client.send(
                "GET",
                world.api.uri("/own"),
                null,
                HttpClientContext.create(),
                new BasicHeader("Authorization", "Basic bWU6bWU="));
        client.get(world.stranger.uri("/files"));

        assertThat(world.api.cookies()).containsExactly("", "session=secret", "session=secret", "session=secret", "");
        assertThat(world.stranger.cookies()).containsExactly("", "session=fixed", "");
    }

    @ParameterizedTest(name = "C-32 HttpClient's own retry repeats the request that failed, {0}, within the origin {1}")
    @CsvSource({
        "CLASSIC, false", "ASYNC_HTTP_1, false", "ASYNC_HTTP_2, false",
        "CLASSIC, true", "ASYNC_HTTP_1, true", "ASYNC_HTTP_2, true"
    })
    void retriesTheHop(Transport transport, boolean within) throws Exception {
        RecordingApi other = within ? world.api : world.stranger;
        redirect(world.api, 302, other.uri("/files"), "/moved?secret=1");
        List<Integer> busy = new CopyOnWriteArrayList<>(List.of(503));
        RecordingApi.Reply ok = new RecordingApi.Reply(200, "[]", Map.of());
        other.redirecting(
                "/files",
                call -> busy.isEmpty()
                        ? ok
                        : new RecordingApi.Reply(busy.remove(0), "later", Map.of("Retry-After", "1")));

        assertThat(world.client(transport).get(world.api.uri("/moved?secret=1")))
                .isEqualTo(new PartnerWorld.Answer(200, "[]"));

        assertThat(other.calls())
                .filteredOn(call -> !within || !call.path().startsWith("/moved"))
                .hasSize(2)
                .allSatisfy(call -> {
                    assertThat(call.path()).isEqualTo("/files");
                    assertThat(call.authorization()).isEqualTo(within ? "Bearer secret-token" : null);
                });
        assertThat(world.api.calls()).hasSize(within ? 3 : 1);
    }

    @ParameterizedTest(name = "C-32 nor does it after a connection that was closed unanswered, {0}")
    @EnumSource(names = "CLASSIC") // the others do not try again over a new connection
    void retriesTheHopAfterAFailure(Transport transport) throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (RawServer files = RawServer.plain((number, in, out) -> {
            heads.add(RawServer.readRequest(in));
            if (number > 1) {
                RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            redirect(world.api, 302, URI.create("http://127.0.0.1:" + files.port() + "/files"));

            assertThat(world.client(transport).get(world.api.uri("/moved")).status())
                    .isEqualTo(200);

            assertThat(heads)
                    .hasSize(2)
                    .allSatisfy(
                            head -> assertThat(head).startsWith("GET /files ").doesNotContain("secret-token"));
        }
    }

    private List<String> pathsOfACallTo(String path, HttpClientBuilder builder) throws Exception {
        assertThat(world.closing(Transport.CLASSIC.over(builder, null))
                        .get(world.api.uri(path))
                        .status())
                .isEqualTo(200);
        return world.api.calls().stream().map(RecordingApi.Call::path).collect(Collectors.toList());
    }

    @Test
    @DisplayName(
            "C-32 a redirect that only the application's own strategy knows is followed, and not the one before again")
    void followsAnOwnRedirect() throws Exception {
        redirect(world.api, 302, world.api.uri("/made"));
        redirect(world.api, 201, world.api.uri("/files"), "/made");
        HttpClientBuilder builder = BoundTokenInterceptor.of(world.ring())
                .configure(HttpClients.custom())
                .setRedirectStrategy(new DefaultRedirectStrategy() {
                    @Override
                    public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context)
                            throws ProtocolException {
                        return response.getCode() == 201 || super.isRedirected(request, response, context);
                    }
                });

        assertThat(pathsOfACallTo("/moved", builder)).containsExactly("/moved", "/made", "/files");
    }

    @Test
    @DisplayName("C-32 another request that a link of the application's sends behind a redirect goes out as it is")
    void sendsTheNextRequestOfALink() throws Exception {
        redirect(world.api, 302, world.api.uri("/files"));
        HttpClientBuilder builder = BoundTokenInterceptor.of(world.ring()).configure(HttpClients.custom());
        builder.addExecInterceptorAfter(ChainElement.REDIRECT.name(), "SIGN", (request, scope, chain) -> {
            chain.proceed(request, scope).close();
            scope.execRuntime.discardEndpoint();
            ClassicHttpRequest signed = ClassicRequestBuilder.copy(request)
                    .addHeader("Cookie", "signed=1")
                    .build();
            return chain.proceed(signed, scope);
        });

        assertThat(pathsOfACallTo("/moved", builder)).containsExactly("/moved", "/moved", "/files", "/files");
        assertThat(world.api.cookies()).containsExactly("", "signed=1", "", "signed=1");
    }

    @Test
    @DisplayName(
            "C-32 where a link outside of redirects begins again, the first request goes out again, and not the last")
    void beginsAgain() throws Exception {
        redirect(world.api, 302, world.api.uri("/files"));
        HttpClientBuilder builder = BoundTokenInterceptor.of(world.ring()).configure(HttpClients.custom());
        builder.addExecInterceptorBefore(ChainElement.REDIRECT.name(), "AGAIN", (request, scope, chain) -> {
            chain.proceed(request, scope).close();
            scope.execRuntime.discardEndpoint();
            return chain.proceed(request, scope);
        });

        assertThat(pathsOfACallTo("/moved", builder)).containsExactly("/moved", "/files", "/moved", "/files");
    }

    @ParameterizedTest(name = "C-32 over a proxy that asks who calls a request follows to http: and https:, {0}")
    @EnumSource
    void followsOverAProxy(Transport transport) throws Exception {
        try (ConnectProxy proxy = ConnectProxy.asking()) {
            redirect(world.api, 302, URI.create("http://files.example/one"), "/to-http");
            redirect(world.api, 302, world.stranger.uri("/two"), "/to-https");
            Transport.Client client =
                    world.closing(transport.open(world.ring(), new HttpHost("http", "localhost", proxy.port())));
            HttpClientContext context = HttpClientContext.create();
            context.setCredentialsProvider(FOR_ANYBODY);

            assertThat(client.send("GET", world.api.uri("/to-http"), null, context)
                            .status())
                    .isEqualTo(200);
            assertThat(client.send("GET", world.api.uri("/to-https"), null, context)
                            .status())
                    .isEqualTo(200);

            assertThat(proxy.requests())
                    .filteredOn(head -> head.startsWith("GET http://files.example/one "))
                    .isNotEmpty()
                    .last()
                    .asString()
                    .contains("Proxy-Authorization: Basic")
                    .doesNotContain("\r\nAuthorization:", "Bearer");
            assertThat(world.api.calls())
                    .hasSize(2)
                    .allSatisfy(call -> assertThat(call.authorization()).isEqualTo("Bearer secret-token"));
            assertThat(world.stranger.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.authorization()).isNull());
            assertThat(world.api.values("Proxy-Authorization")).containsOnly("");
            assertThat(world.stranger.values("Proxy-Authorization")).containsOnly("");
        }
    }

    @ParameterizedTest(name = "C-32 the application's Proxy-Authorization goes to the proxy alone, {0}")
    @EnumSource
    void keepsItsOwnProxyAuthorization(Transport transport) throws Exception {
        Header own = new BasicHeader("Proxy-Authorization", "Basic cHJveHk6cGFzcw==");
        try (ConnectProxy proxy = ConnectProxy.asking()) {
            redirect(world.api, 302, URI.create("http://files.example/one"), "/to-http");
            redirect(world.api, 302, world.stranger.uri("/two"), "/to-https");
            HttpHost host = new HttpHost("http", "localhost", proxy.port());
            Transport.Client client = routed(
                    transport,
                    (target, context) -> "https".equals(target.getSchemeName())
                            ? new HttpRoute(target, null, true)
                            : new HttpRoute(new HttpHost("http", target.getHostName(), 80), null, host, false));

            for (String path : List.of("/to-http", "/to-https")) {
                assertThat(client.send("GET", world.api.uri(path), null, HttpClientContext.create(), own)
                                .status())
                        .isEqualTo(200);
            }

            assertThat(proxy.requests())
                    .singleElement()
                    .asString()
                    .startsWith("GET http://files.example/one ")
                    .contains("Proxy-Authorization: Basic cHJveHk6cGFzcw==")
                    .doesNotContain("\r\nAuthorization:", "Bearer");
            assertThat(world.stranger.values("Proxy-Authorization")).containsExactly("");
        }
    }

    private Transport.Client routed(Transport transport, HttpRoutePlanner routes) throws Exception {
        KeyRing keyRing = world.ring();
        return world.closing(
                transport == Transport.CLASSIC
                        ? transport.over(
                                BoundTokenInterceptor.of(keyRing)
                                        .configure(HttpClients.custom().setRoutePlanner(routes)),
                                null)
                        : transport.over(
                                null,
                                AsyncBoundTokenInterceptor.of(keyRing)
                                        .configure(
                                                HttpAsyncClients.custom().setRoutePlanner(routes),
                                                pools -> pools.setDefaultTlsConfig(transport.tls()))));
    }
}
