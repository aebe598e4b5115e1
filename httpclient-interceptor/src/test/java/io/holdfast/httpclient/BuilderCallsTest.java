package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.testkit.ConnectProxy;
import io.holdfast.testkit.ScriptedAnswer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.protocol.RedirectStrategy;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls of HttpClient's builder after configure() cannot take away. */
@Timeout(120)
class BuilderCallsTest {
    private RedirectWorld servers;
    private PartnerWorld world;
    private RecordingApi api;
    private RecordingApi partner;

    @BeforeEach
    void start() throws Exception {
        servers = new RedirectWorld();
        world = servers.world;
        api = servers.api;
        partner = servers.partner;
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    @ParameterizedTest(
            name = "C-35 H4 with a connection manager set after configure() no token is sent, its own"
                    + " certificate: {0}")
    @ValueSource(booleans = {true, false})
    void sendsNoTokenOverALaterManager(boolean own) throws Exception {
        KeyRing keyRing = servers.ring();
        SSLContext context = own
                ? keyRing.sslContext()
                : contextOf(world.keyRing(PKI.partnerB()).build());

        CloseableHttpClient classic = world.closing(BoundTokenInterceptor.of(keyRing)
                .configure(HttpClients.custom())
                .setConnectionManager(classicConnections(context))
                .build());
        assertRefused(catchThrowable(() -> classic.execute(new HttpGet(api.uri("/orders")), response -> null)));

        CloseableHttpAsyncClient async = world.closing(AsyncBoundTokenInterceptor.of(keyRing)
                .configure(HttpAsyncClients.custom())
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setTlsStrategy(tls(context))
                        .build())
                .build());
        async.start();
        assertRefused(catchThrowable(
                () -> async.execute(SimpleRequestBuilder.get(api.uri("/orders")).build(), null)
                        .get(20, TimeUnit.SECONDS)));
        assertThat(api.calls()).isEmpty();
    }

    @ParameterizedTest(
            name = "C-33 C-35 H4 nor does such a manager show the certificate where it does not belong, to"
                    + " everybody: {0}")
    @ValueSource(booleans = {true, false})
    void showsNoCertificateOverALaterManager(boolean everybody) throws Exception {
        KeyRing keyRing = servers.ring();
        SSLContext context = everybody ? keyRing.credentials().sslContext() : keyRing.sslContext();
        RecordingApi stranger = servers.stranger;
        stranger.answering(call -> new RecordingApi.Reply(
                302, "", Map.of("Location", partner.uri("/x").toString())));
        world.login.always("/moved", ScriptedAnswer.redirectTo(partner.uri("/x").toString()));
        for (Transport.Client client : later(keyRing, context)) {
            for (URI uri : new URI[] {stranger.uri("/"), world.login.uri("/moved")}) {
                assertThat(catchThrowable(() -> client.get(uri)))
                        .hasStackTraceContaining("WrongCertificateException")
                        .hasStackTraceContaining("The request was not sent")
                        .hasStackTraceContaining("configure()");
            }
        }

        assertThat(stranger.calls()).isEmpty();
        assertThat(partner.calls()).isEmpty();
        assertThat(world.login.calls("/moved")).hasSize(2);
    }

    private Transport.Client[] later(KeyRing keyRing, SSLContext context) {
        return new Transport.Client[] {
            world.closing(Transport.CLASSIC.over(
                    BoundTokenInterceptor.of(keyRing)
                            .configure(HttpClients.custom())
                            .setConnectionManager(classicConnections(context)),
                    null)),
            world.closing(Transport.ASYNC_HTTP_1.over(
                    null,
                    AsyncBoundTokenInterceptor.of(keyRing)
                            .configure(HttpAsyncClients.custom())
                            .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                                    .setDefaultTlsConfig(Transport.ASYNC_HTTP_1.tls())
                                    .setTlsStrategy(tls(context))
                                    .build())))
        };
    }

    private static void assertRefused(Throwable failure) {
        assertThat(failure)
                .hasStackTraceContaining("WrongCertificateException")
                .hasStackTraceContaining("The token was not sent")
                .hasStackTraceContaining("another certificate")
                .hasStackTraceContaining("configure()");
    }

    @Test
    @DisplayName("C-35 a basic connection manager, or one by default, after configure() gets no token either")
    void sendsNoTokenOverADefaultManager() throws Exception {
        for (HttpClientConnectionManager later :
                new HttpClientConnectionManager[] {new BasicHttpClientConnectionManager(), null}) {
            CloseableHttpClient client = world.closing(BoundTokenInterceptor.of(servers.ring())
                    .configure(HttpClients.custom())
                    .setConnectionManager(later)
                    .build());

            // These do not trust the server, so it fails in either case.
            assertThat(catchThrowable(() -> client.execute(new HttpGet(api.uri("/orders")), response -> null)))
                    .isNotNull();
        }
        assertThat(api.calls()).isEmpty();
    }

    @Test
    @DisplayName(
            "C-35 a second key ring configured into the same client takes no certificate check away from the first")
    void keepsTwoRingsApart() throws Exception {
        KeyRing first = world.closing(
                world.keyRing(PKI.serverA()).allowedOrigins(api.origin()).build());
        KeyRing second = world.closing(
                world.keyRing(PKI.partnerB()).allowedOrigins(partner.origin()).build());
        HttpClientBuilder builder = BoundTokenInterceptor.of(first).configure(HttpClients.custom());
        CloseableHttpClient client = world.closing(
                BoundTokenInterceptor.of(second).configure(builder).build());

        assertRefused(catchThrowable(() -> client.execute(new HttpGet(api.uri("/orders")), response -> null)));
        client.execute(new HttpGet(partner.uri("/orders")), response -> null);

        assertThat(api.calls()).isEmpty();
        assertThat(partner.calls())
                .singleElement()
                .satisfies(call ->
                        assertThat(call.thumbprint()).isEqualTo(PKI.partnerB().thumbprint()));
    }

    @Test
    @DisplayName("C-32 C-35 H4 configuring a builder twice takes nothing of what is checked away")
    void configuresTwice() throws Exception {
        RedirectWorld.redirect(api, 302, partner.uri("/x"));
        KeyRing keyRing = servers.ring();
        BoundTokenInterceptor classic = BoundTokenInterceptor.of(keyRing);
        AsyncBoundTokenInterceptor async = AsyncBoundTokenInterceptor.of(keyRing);
        Transport.Client[] clients = {
            world.closing(Transport.CLASSIC.over(classic.configure(classic.configure(HttpClients.custom())), null)),
            world.closing(Transport.ASYNC_HTTP_1.over(
                    null,
                    async.configure(
                            async.configure(HttpAsyncClients.custom()),
                            pools -> pools.setDefaultTlsConfig(Transport.ASYNC_HTTP_1.tls()))))
        };
        for (Transport.Client client : clients) {
            HttpClientContext context = HttpClientContext.create();
            assertThat(client.send("GET", api.uri("/orders"), null, context).status())
                    .isEqualTo(200);
            assertThat(BoundTokenInterceptor.tokenOf(context)).isPresent();
            assertThat(client.get(api.uri("/moved")).status()).isEqualTo(200);
        }

        assertThat(api.calls())
                .hasSize(4)
                .allSatisfy(call -> assertThat(call.authorization()).isEqualTo("Bearer secret-token"));
        assertThat(partner.calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.authorization()).isNull();
            assertThat(call.thumbprint()).isNull();
        });
    }

    @Test
    @DisplayName("C-35 H4 nor does it let a connection manager that is set later carry a token")
    void configuresTwiceBeforeALaterManager() throws Exception {
        KeyRing keyRing = servers.ring();
        SSLContext other = contextOf(world.keyRing(PKI.partnerB()).build());
        BoundTokenInterceptor classic = BoundTokenInterceptor.of(keyRing);
        AsyncBoundTokenInterceptor async = AsyncBoundTokenInterceptor.of(keyRing);
        Transport.Client[] clients = {
            world.closing(Transport.CLASSIC.over(
                    classic.configure(classic.configure(HttpClients.custom()))
                            .setConnectionManager(classicConnections(other)),
                    null)),
            world.closing(Transport.ASYNC_HTTP_1.over(
                    null,
                    async.configure(async.configure(HttpAsyncClients.custom()))
                            .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                                    .setDefaultTlsConfig(Transport.ASYNC_HTTP_1.tls())
                                    .setTlsStrategy(tls(other))
                                    .build())))
        };
        for (Transport.Client client : clients) {
            assertRefused(catchThrowable(() -> client.get(api.uri("/orders"))));
        }

        assertThat(api.calls()).isEmpty();
    }

    static Stream<Arguments> laterCalls() {
        return Stream.of(
                call(
                        "setConnectionManagerShared",
                        b -> b.setConnectionManagerShared(true),
                        b -> b.setConnectionManagerShared(true)),
                call(
                        "disableConnectionState",
                        HttpClientBuilder::disableConnectionState,
                        HttpAsyncClientBuilder::disableConnectionState),
                call(
                        "setUserTokenHandler",
                        b -> b.setUserTokenHandler((route, context) -> "mine"),
                        b -> b.setUserTokenHandler((route, context) -> "mine")),
                call(
                        "disableRedirectHandling",
                        HttpClientBuilder::disableRedirectHandling,
                        HttpAsyncClientBuilder::disableRedirectHandling),
                call(
                        "disableCookieManagement",
                        HttpClientBuilder::disableCookieManagement,
                        HttpAsyncClientBuilder::disableCookieManagement),
                call(
                        "disableAutomaticRetries",
                        HttpClientBuilder::disableAutomaticRetries,
                        HttpAsyncClientBuilder::disableAutomaticRetries),
                call(
                        "setDefaultCookieStore",
                        b -> b.setDefaultCookieStore(new BasicCookieStore()),
                        b -> b.setDefaultCookieStore(new BasicCookieStore())),
                call(
                        "setRedirectStrategy",
                        b -> b.setRedirectStrategy(new DefaultRedirectStrategy()),
                        b -> b.setRedirectStrategy(new DefaultRedirectStrategy())),
                call(
                        "setRedirectStrategy of its own",
                        b -> b.setRedirectStrategy(new Wilful()),
                        b -> b.setRedirectStrategy(new Wilful())),
                call("setRequestExecutor", b -> b.setRequestExecutor(new HttpRequestExecutor()), b -> {}),
                call(
                        "setRoutePlanner",
                        b -> b.setRoutePlanner((target, context) -> new HttpRoute(target, null, true)),
                        b -> b.setRoutePlanner((target, context) -> new HttpRoute(target, null, true))),
                call(
                        "addExecInterceptorFirst",
                        b -> b.addExecInterceptorFirst(
                                "mine", (request, scope, chain) -> chain.proceed(request, scope)),
                        b -> b.addExecInterceptorFirst(
                                "mine",
                                (request, body, scope, chain, callback) ->
                                        chain.proceed(request, body, scope, callback))),
                call(
                        "addExecInterceptorBefore",
                        b -> b.addExecInterceptorBefore(
                                ChainElement.MAIN_TRANSPORT.name(),
                                "mine",
                                (request, scope, chain) -> chain.proceed(request, scope)),
                        b -> b.addExecInterceptorBefore(
                                ChainElement.MAIN_TRANSPORT.name(),
                                "mine",
                                (request, body, scope, chain, callback) ->
                                        chain.proceed(request, body, scope, callback))),
                call(
                        "addRequestInterceptorLast",
                        b -> b.addRequestInterceptorLast(
                                (request, entity, context) -> PartnerWorld.loseTrack(request, context)),
                        b -> b.addRequestInterceptorLast(
                                (request, entity, context) -> PartnerWorld.loseTrack(request, context))));
    }

    private static Arguments call(
            String name, Consumer<HttpClientBuilder> classic, Consumer<HttpAsyncClientBuilder> async) {
        return Arguments.of(name, classic, async);
    }

    @ParameterizedTest(name = "C-32 C-35 {0} after configure() changes nothing of what goes where")
    @MethodSource("laterCalls")
    void keepsItsWord(String name, Consumer<HttpClientBuilder> classic, Consumer<HttpAsyncClientBuilder> async)
            throws Exception {
        api.answering(call -> call.path().equals("/orders")
                ? new RecordingApi.Reply(200, "[]", Map.of())
                : new RecordingApi.Reply(
                        307, "", Map.of("Location", partner.uri("/x").toString())));
        HttpClientBuilder first = BoundTokenInterceptor.of(servers.ring()).configure(HttpClients.custom());
        classic.accept(first);
        HttpAsyncClientBuilder second = AsyncBoundTokenInterceptor.of(servers.ring())
                .configure(HttpAsyncClients.custom(), pools -> pools.setDefaultTlsConfig(Transport.ASYNC_HTTP_1.tls()));
        async.accept(second);

        judge(world.closing(Transport.CLASSIC.over(first, null)));
        judge(world.closing(Transport.ASYNC_HTTP_1.over(null, second)));
    }

    private void judge(Transport.Client client) throws Exception {
        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
        Throwable unused = catchThrowable(() -> client.send(
                "POST", api.uri("/moved"), "body", org.apache.hc.client5.http.protocol.HttpClientContext.create()));
        Throwable unused2 = catchThrowable(() -> client.get(api.uri("/moved")));

        assertThat(api.calls()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(call -> {
            assertThat(call.authorization()).isEqualTo("Bearer secret-token");
            assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
        });
        assertThat(partner.calls()).hasSizeLessThanOrEqualTo(2).allSatisfy(call -> {
            assertThat(call.body()).isEmpty();
            assertThat(call.authorization()).isNull();
            assertThat(call.thumbprint()).isNull();
        });
    }

    @Test
    @DisplayName("C-32 a redirect strategy of the application that knows another place gets a POST no further")
    void stopsAWilfulStrategy() throws Exception {
        api.answering(call -> new RecordingApi.Reply(
                200, "", Map.of("X-Next", partner.uri("/x").toString())));
        CloseableHttpClient client = world.closing(BoundTokenInterceptor.of(servers.ring())
                .configure(HttpClients.custom())
                .setRedirectStrategy(new Wilful())
                .build());

        assertThat(catchThrowable(() -> client.execute(
                        new org.apache.hc.client5.http.classic.methods.HttpPost(api.uri("/moved")), response -> null)))
                .hasStackTraceContaining("was not sent there");

        assertThat(partner.calls()).isEmpty();
    }

    /** Follows a header of its own. */
    private static final class Wilful implements RedirectStrategy {
        @Override
        public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context) {
            return response.containsHeader("X-Next");
        }

        @Override
        public URI getLocationURI(HttpRequest request, HttpResponse response, HttpContext context) {
            return URI.create(response.getFirstHeader("X-Next").getValue());
        }
    }

    @Test
    @DisplayName("C-35 a proxy set after configure() gets neither token nor certificate")
    void tunnelsThroughALaterProxy() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.start()) {
            CloseableHttpClient client = world.closing(BoundTokenInterceptor.of(servers.ring())
                    .configure(HttpClients.custom())
                    .setProxy(new HttpHost("http", "localhost", proxy.port()))
                    .build());

            client.execute(new HttpGet(api.uri("/orders")), response -> null);

            assertThat(proxy.seen()).doesNotContain("secret-token");
            assertThat(api.calls()).singleElement().satisfies(call -> {
                assertThat(call.authorization()).isEqualTo("Bearer secret-token");
                assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
            });
        }
    }

    @Test
    @DisplayName("C-35 a link that was put into a chain by itself sends nothing")
    void refusesToWorkAlone() throws Exception {
        KeyRing keyRing = servers.ring();
        CloseableHttpClient client = world.closing(HttpClients.custom()
                .setConnectionManager(classicConnections(keyRing.sslContext()))
                .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), "ALONE", BoundTokenInterceptor.of(keyRing))
                .build());

        assertRefused(catchThrowable(() -> client.execute(new HttpGet(api.uri("/orders")), response -> null)));

        assertThat(api.calls()).isEmpty();
    }

    private SSLContext contextOf(KeyRing other) {
        return world.closing(other).credentials().sslContext();
    }

    @SuppressWarnings("deprecation") // what HttpClient 5.2 has
    private static org.apache.hc.core5.http.nio.ssl.TlsStrategy tls(SSLContext context) {
        return ClientTlsStrategyBuilder.create().setSslContext(context).build();
    }

    @SuppressWarnings("deprecation") // what HttpClient 5.2 has
    private static HttpClientConnectionManager classicConnections(SSLContext context) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setSSLSocketFactory(org.apache.hc.client5.http.ssl.SSLConnectionSocketFactoryBuilder.create()
                        .setSslContext(context)
                        .build())
                .build();
    }
}
