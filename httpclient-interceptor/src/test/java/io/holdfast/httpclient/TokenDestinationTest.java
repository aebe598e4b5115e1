package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static io.holdfast.httpclient.PartnerWorld.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests get the token, and which never do. */
@Timeout(60)
class TokenDestinationTest {
    private PartnerWorld world;
    private FakeAuthorizationServer other;

    @BeforeEach
    void start() throws IOException {
        world = new PartnerWorld();
        world.issue("secret-token", ",\"expires_in\":300");
        other = FakeAuthorizationServer.start(PKI.server());
        other.always("/orders", ScriptedAnswer.json(200, "[]"));
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        other.close();
    }

    @Test
    @DisplayName("C-10 F1 only the configured scheme, host and port get the token")
    void onlyTheConfiguredOriginGetsTheToken() throws Exception {
        HttpClient client = client(HttpClients.custom());

        send(client, new HttpGet(other.uri("/orders")));
        send(
                client,
                new HttpGet(URI.create("https://127.0.0.1:" + world.api.uri("/").getPort() + "/orders")));
        assertThat(world.tokenCalls()).isEmpty();
        send(client, new HttpGet(world.api.uri("/orders")));
        send(
                client,
                new HttpGet(URI.create("HTTPS://LOCALHOST:" + world.api.uri("/").getPort() + "/orders")));

        assertThat(world.authorizations(other, "/orders")).containsExactly((String) null);
        assertThat(world.authorizations(world.api, "/orders"))
                .containsExactly(null, "Bearer secret-token", "Bearer secret-token");
    }

    @Test
    @DisplayName("C-10 what counts is where the connection goes, not the host that the request names")
    void heedsTheRouteNotTheHostHeader() throws Exception {
        HttpClient client = client(HttpClients.custom());
        HttpHost target = new HttpHost("https", "localhost", other.uri("/").getPort());
        HttpGet request = new HttpGet(world.api.uri("/orders"));
        request.setHeader("Host", "localhost:" + world.api.uri("/").getPort());

        client.execute(target, request, response -> {
            assertThat(response.getCode()).isEqualTo(200);
            return null;
        });

        assertThat(world.authorizations(other, "/orders")).containsExactly((String) null);
        assertThat(world.tokenCalls()).isEmpty();
    }

    @Test
    @DisplayName("C-7 C-10 a request that calls the allowed origin's host by another name gets no token")
    void heedsTheNameThatTheRequestUses() throws Exception {
        HttpClient client = client(HttpClients.custom());
        URI api = world.api.uri("/orders");
        HttpHost target = new HttpHost("https", "localhost", api.getPort());

        client.execute(target, new HttpGet("https://127.0.0.1:" + api.getPort() + "/orders"), response -> {
            assertThat(response.getCode()).isEqualTo(200);
            return null;
        });

        assertThat(world.authorizations(world.api, "/orders")).containsExactly((String) null);
        assertThat(world.tokenCalls()).isEmpty();
    }

    @ParameterizedTest(name = "C-11 F1 after a redirect ({0}) to another origin the token stays behind")
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void staysBehindOnARedirect(int status) throws Exception {
        HttpClient client = client(HttpClients.custom());
        world.api.always(
                "/moved",
                ScriptedAnswer.status(status)
                        .header("Location", other.uri("/orders").toString()));

        assertThat(send(client, new HttpGet(world.api.uri("/moved"))).status()).isEqualTo(200);

        assertThat(world.authorizations(world.api, "/moved")).containsExactly("Bearer secret-token");
        assertThat(world.authorizations(other, "/orders")).containsExactly((String) null);
        assertThat(other.calls("/orders").get(0).header("Cookie")).isEmpty();
    }

    @Test
    @DisplayName("C-11 on a redirect within the origin, and on an allowed way back into it, the token is sent")
    void comesAlongWithinTheOrigin() throws Exception {
        String elsewhere = PartnerWorld.originOf(other);
        HttpClient client = world.closing(world.interceptor(world.keyRing(PKI.serverA())
                        .allowRedirect(PartnerWorld.originOf(world.api), elsewhere)
                        .allowRedirect(elsewhere, PartnerWorld.originOf(world.api)))
                .configure(HttpClients.custom())
                .build());
        world.api.always("/one", ScriptedAnswer.redirectTo(other.uri("/two").toString()));
        other.always("/two", ScriptedAnswer.redirectTo(world.api.uri("/three").toString()));
        world.api.always("/three", ScriptedAnswer.redirectTo("/orders"));

        send(client, new HttpGet(world.api.uri("/one")));

        assertThat(world.authorizations(world.api, "/one")).containsExactly("Bearer secret-token");
        assertThat(world.authorizations(other, "/two")).containsExactly((String) null);
        assertThat(world.authorizations(world.api, "/three")).containsExactly("Bearer secret-token");
        assertThat(world.authorizations(world.api, "/orders")).containsExactly("Bearer secret-token");
        assertThat(world.tokenCalls()).hasSize(1);
    }

    @Test
    @DisplayName(
            "C-8 C-11 F3 a plain http request to a configured host fails, by redirect too; to others it has no token")
    void refusesPlainHttpToAConfiguredHost() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RawServer plain = RawServer.plain((number, in, out) -> {
            heard.add(RawServer.readRequest(in));
            RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        })) {
            HttpClient client = client(HttpClients.custom());
            world.api.always("/moved", ScriptedAnswer.redirectTo(plain.uri("/x").toString()));

            assertThatThrownBy(() -> send(client, new HttpGet(plain.uri("/x"))))
                    .isInstanceOf(ClientProtocolException.class)
                    .hasMessageContaining("Call it by https");
            assertThatThrownBy(() -> send(client, new HttpGet(world.api.uri("/moved"))))
                    .isInstanceOf(ClientProtocolException.class)
                    .hasMessageContaining("Call it by https");
            assertThat(heard).isEmpty();

            send(client, new HttpGet(URI.create("http://127.0.0.1:" + plain.port() + "/x")));
            assertThat(heard)
                    .singleElement()
                    .asString()
                    .startsWith("GET /x ")
                    .doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    @DisplayName("C-9 F5 an Authorization header of the application is left alone and never doubled")
    void leavesAnAuthorizationHeaderAlone() throws Exception {
        world.api.always("/mine", ScriptedAnswer.status(401).header("WWW-Authenticate", PartnerWorld.INVALID_TOKEN));
        HttpClient client = client(HttpClients.custom());
        HttpGet mine = new HttpGet(world.api.uri("/mine"));
        mine.setHeader("authorization", "Basic bWU6bWU=");

        assertThat(send(client, mine).status()).isEqualTo(401);

        assertThat(world.authorizations(world.api, "/mine")).containsExactly("Basic bWU6bWU=");
        assertThat(world.tokenCalls()).isEmpty();
    }

    @Test
    @DisplayName("C-9 F5 default headers and credentials of the client do not double it")
    void doublesNoDefaultHeader() throws Exception {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
                new AuthScope("localhost", world.api.uri("/").getPort()),
                new UsernamePasswordCredentials("me", "me".toCharArray()));
        world.api.queue(
                "/orders",
                ScriptedAnswer.status(401).header("WWW-Authenticate", "Basic realm=\"x\""),
                ScriptedAnswer.json(200, "[]"));
        HttpClient client = client(HttpClients.custom()
                .setDefaultCredentialsProvider(credentials)
                .setDefaultHeaders(List.of(new BasicHeader("Authorization", "Basic ZGVmYXVsdA=="))));

        send(client, new HttpGet(world.api.uri("/orders")));

        // A server that asks for Basic may get what the application set for it, instead of the token.
        assertThat(world.authorizations(world.api, "/orders"))
                .startsWith("Bearer secret-token")
                .allMatch(value -> value.equals("Bearer secret-token") || value.equals("Basic bWU6bWU="));
    }

    @Test
    @DisplayName("C-9 the token is in no query and no body, and the caller's request stays as it was")
    void leavesTheRequestAlone() throws Exception {
        HttpClient client = client(HttpClients.custom());
        HttpPost request = new HttpPost(world.api.uri("/orders?x=1"));
        request.setEntity(new StringEntity("hello"));

        send(client, request);

        assertThat(request.getHeaders()).isEmpty();
        assertThat(request.getRequestUri()).isEqualTo("/orders?x=1");
        assertThat(world.api.calls("/orders")).singleElement().satisfies(call -> {
            assertThat(call.query()).contains("x=1");
            assertThat(call.body()).isEqualTo("hello");
        });
    }

    @Test
    @DisplayName("C-10 the token is attached also without redirects, retries, compression and cookies in the chain")
    void worksInABareChain() throws Exception {
        HttpClient client = client(HttpClients.custom()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState());

        send(client, new HttpGet(world.api.uri("/orders")));

        assertThat(world.authorizations(world.api, "/orders")).containsExactly("Bearer secret-token");
    }

    @Test
    @DisplayName("C-10 a link further in that starts again from the scope's request, as a cache does, finds the token")
    void isInTheScopesRequest() throws Exception {
        BoundTokenInterceptor tokens = world.interceptor(PKI.serverA());
        HttpClient client = world.closing(tokens.configure(HttpClients.custom())
                .addExecInterceptorBefore(
                        ChainElement.PROTOCOL.name(),
                        "AGAIN",
                        (request, scope, chain) -> chain.proceed(
                                ClassicRequestBuilder.copy(scope.originalRequest)
                                        .build(),
                                scope))
                .build());

        send(client, new HttpGet(world.api.uri("/orders")));

        assertThat(world.authorizations(world.api, "/orders")).containsExactly("Bearer secret-token");
    }

    @Test
    @DisplayName("a request that HttpClient repeats after 503 has the token again")
    void sendsTheTokenAgainOnARetry() throws Exception {
        HttpClient client = client(HttpClients.custom());
        world.api.queue("/orders", ScriptedAnswer.status(503).header("Retry-After", "0"));

        assertThat(send(client, new HttpGet(world.api.uri("/orders"))).status()).isEqualTo(200);

        assertThat(world.authorizations(world.api, "/orders"))
                .containsExactly("Bearer secret-token", "Bearer secret-token");
        assertThat(world.tokenCalls()).hasSize(1);
    }

    private HttpClient client(HttpClientBuilder builder) throws Exception {
        BoundTokenInterceptor tokens = world.interceptor(PKI.serverA());
        return world.closing(tokens.configure(builder).build());
    }
}
