package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.keyring.TokenRule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.impl.cookie.BasicClientCookie;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one identity was given does not reach another one of the same client. The server gives each call a cookie. */
@Timeout(120)
class IdentitiesApartTest {
    private final AtomicInteger given = new AtomicInteger();
    private PartnerWorld world;
    private RecordingApi api;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
        api = new RecordingApi(PKI.server());
        api.answering(call -> new RecordingApi.Reply(
                200, "[]", Map.of("Set-Cookie", "session=" + given.incrementAndGet() + "; Path=/")));
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        api.close();
    }

    @ParameterizedTest(name = "C-34 H3 two users of one client have their own cookies, {0}")
    @EnumSource
    void keepsUsersApart(Transport transport) throws Exception {
        Transport.Client client = client(transport);

        get(client, contextOf("alice"));
        get(client, contextOf("bob"));
        get(client, contextOf("alice"));
        get(client, contextOf("bob"));
        get(client, HttpClientContext.create()); // by the rule

        assertThat(api.cookies()).containsExactly("", "", "session=1", "session=2", "");
    }

    @ParameterizedTest(name = "C-34 H3 two users of one context have their own cookies, {0}")
    @EnumSource
    void keepsUsersOfOneContextApart(Transport transport) throws Exception {
        Transport.Client client = client(transport);
        HttpClientContext context = HttpClientContext.create();

        for (String user : List.of("alice", "bob", "alice")) {
            BoundTokenInterceptor.requestToken(context, user(user));
            get(client, context);
        }

        assertThat(api.cookies()).containsExactly("", "", "session=1");
    }

    @ParameterizedTest(name = "C-34 a store that the application shares belongs to whoever uses it first, {0}")
    @EnumSource
    void sharesNoStore(Transport transport) throws Exception {
        Transport.Client client = client(transport);
        CookieStore shared = new BasicCookieStore();
        BasicClientCookie own = new BasicClientCookie("own", "1");
        own.setDomain("localhost");
        own.setPath("/");
        shared.addCookie(own);

        for (String user : List.of("alice", "bob", "alice")) {
            HttpClientContext context = contextOf(user);
            context.setCookieStore(shared);
            get(client, context);
        }

        assertThat(api.cookies()).containsExactly("own=1", "", "own=1; session=1");
        assertThat(shared.getCookies()).extracting(cookie -> cookie.getValue()).containsExactlyInAnyOrder("1", "3");
    }

    @ParameterizedTest(name = "C-34 H3 a store that two clients share belongs to whoever uses it first, {0}")
    @EnumSource
    void sharesNoStoreBetweenClients(Transport transport) throws Exception {
        Transport.Client first = client(transport);
        Transport.Client second = client(transport);
        CookieStore shared = new BasicCookieStore();

        for (Transport.Client client : List.of(first, second, second)) {
            HttpClientContext context = contextOf(client == first ? "alice" : "bob");
            context.setCookieStore(shared);
            get(client, context);
        }

        assertThat(api.cookies()).containsExactly("", "", "session=2");
        assertThat(shared.getCookies()).extracting(cookie -> cookie.getValue()).containsExactly("1");
    }

    @ParameterizedTest(
            name = "C-34 a store that was lent to one identity does not belong to another in a new context, {0}")
    @EnumSource
    void lendsNoStoreOn(Transport transport) throws Exception {
        Transport.Client client = client(transport);
        get(client, HttpClientContext.create()); // has the client's own store
        HttpClientContext alice = contextOf("alice");
        get(client, alice);

        HttpClientContext bob = contextOf("bob");
        bob.setCookieStore(alice.getCookieStore());
        get(client, bob);

        assertThat(api.cookies()).containsExactly("", "", "");
    }

    @ParameterizedTest(name = "C-34 the application finds the cookies of its request in the context, {0}")
    @EnumSource
    void showsTheCookies(Transport transport) throws Exception {
        Transport.Client client = client(transport);
        HttpClientContext alice = contextOf("alice");
        HttpClientContext bob = contextOf("bob");

        get(client, alice);
        get(client, bob);

        assertThat(alice.getCookieStore().getCookies())
                .extracting(cookie -> cookie.getValue())
                .containsExactly("1");
        assertThat(bob.getCookieStore().getCookies())
                .extracting(cookie -> cookie.getValue())
                .containsExactly("2");
    }

    @ParameterizedTest(name = "C-34 a new certificate begins without the cookies of the one before, {0}")
    @EnumSource
    void keepsGenerationsApart(Transport transport) throws Exception {
        RotatingKeys keys = new RotatingKeys(PKI.serverA());
        KeyRing keyRing = world.closing(ring().keyStore(keys).build());
        Transport.Client client = world.closing(transport.open(keyRing));
        get(client, HttpClientContext.create());
        get(client, HttpClientContext.create());

        keys.hold(PKI.serverA().renewed());
        assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);
        get(client, HttpClientContext.create());
        get(client, HttpClientContext.create());

        assertThat(api.cookies()).containsExactly("", "session=1", "", "session=3");
    }

    @ParameterizedTest(
            name = "C-34 H3 users with a cookie store each and one token have their own cookies after a rotation, {0}")
    @EnumSource
    void keepsStoresOfUsersApart(Transport transport) throws Exception {
        RotatingKeys keys = new RotatingKeys(PKI.serverA());
        KeyRing keyRing = world.closing(ring().keyStore(keys).build());
        Transport.Client client = world.closing(transport.open(keyRing));
        HttpClientContext alice = withOwnStore();
        HttpClientContext bob = withOwnStore();
        get(client, alice);
        get(client, bob);

        keys.hold(PKI.serverA().renewed());
        assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);
        for (HttpClientContext context : List.of(alice, bob, alice, bob)) {
            get(client, context);
        }

        assertThat(api.cookies()).containsExactly("", "", "", "", "session=3", "session=4");
    }

    @ParameterizedTest(
            name = "C-34 H3 users with a cookie store each have their own cookies after a call elsewhere, {0}")
    @EnumSource
    void keepsStoresOfUsersApartAfterACallElsewhere(Transport transport) throws Exception {
        try (RecordingApi stranger = new RecordingApi(PKI.server())) {
            Transport.Client client = client(transport);
            HttpClientContext alice = withOwnStore();
            HttpClientContext bob = withOwnStore();
            for (HttpClientContext context : List.of(alice, bob)) {
                client.send("GET", stranger.uri("/"), null, context);
            }

            for (HttpClientContext context : List.of(alice, bob, alice, bob)) {
                get(client, context);
            }

            assertThat(api.cookies()).containsExactly("", "", "session=1", "session=2");
        }
    }

    @ParameterizedTest(name = "C-34 tokens of two rules have their own cookies, {0}")
    @EnumSource
    void keepsRulesApart(Transport transport) throws Exception {
        Transport.Client client = client(
                transport,
                ring().rule(TokenRule.at(api.origin())
                        .paths("/pay")
                        .scopes("pay")
                        .build()));

        for (String path : List.of("/orders", "/pay", "/orders", "/pay")) {
            client.get(api.uri(path));
        }

        assertThat(api.cookies()).containsExactly("", "", "session=1", "session=2");
    }

    @ParameterizedTest(name = "C-34 a request with its own Authorization header has no cookies of a token, {0}")
    @EnumSource
    void keepsTheApplicationsOwnApart(Transport transport) throws Exception {
        KeyRing keyRing = world.closing(ring().build());
        Transport.Client client = world.closing(transport.open(keyRing));
        HttpClientContext own = HttpClientContext.create();

        get(client, HttpClientContext.create());
        client.send("GET", api.uri("/own"), null, own, new BasicHeader("Authorization", "Basic bWU6bWU="));
        get(client, HttpClientContext.create());

        assertThat(api.calls().get(1).authorization()).startsWith("Basic ");
        assertThat(api.cookies()).containsExactly("", "", "session=1");
    }

    @ParameterizedTest(name = "C-32 C-34 a request that another origin sends here has no cookies of an identity, {0}")
    @EnumSource
    void sendsNoCookiesForStrangers(Transport transport) throws Exception {
        try (RecordingApi stranger = new RecordingApi(PKI.server())) {
            stranger.answering(call -> new RecordingApi.Reply(
                    302, "", Map.of("Location", api.uri("/orders").toString())));
            Transport.Client client = client(transport);
            get(client, HttpClientContext.create());

            client.get(stranger.uri("/"));
            get(client, HttpClientContext.create());

            assertThat(api.cookies()).containsExactly("", "", "session=1");
        }
    }

    @ParameterizedTest(name = "C-34 cookies of a redirect that one user follows do not reach the other, {0}")
    @EnumSource
    void keepsCookiesOfRedirectsApart(Transport transport) throws Exception {
        try (RecordingApi stranger = new RecordingApi(PKI.server())) {
            stranger.answering(call -> new RecordingApi.Reply(
                    200, "", Map.of("Set-Cookie", "ticket=" + given.incrementAndGet() + "; Path=/download")));
            api.answering(call -> new RecordingApi.Reply(
                    302, "", Map.of("Location", stranger.uri("/download").toString())));
            Transport.Client client = client(transport);

            get(client, contextOf("alice"));
            get(client, contextOf("bob"));
            get(client, contextOf("alice"));

            assertThat(stranger.cookies()).containsExactly("", "", "ticket=1");
        }
    }

    private void get(Transport.Client client, HttpClientContext context) throws Exception {
        assertThat(client.send("GET", api.uri("/orders"), null, context).status())
                .isEqualTo(200);
    }

    private static HttpClientContext withOwnStore() {
        HttpClientContext context = HttpClientContext.create();
        context.setCookieStore(new BasicCookieStore());
        return context;
    }

    private static HttpClientContext contextOf(String user) {
        HttpClientContext context = HttpClientContext.create();
        BoundTokenInterceptor.requestToken(context, user(user));
        return context;
    }

    private static TokenRequest user(String name) {
        return TokenRequest.exchange(name, "urn:ietf:params:oauth:token-type:access_token")
                .build();
    }

    private KeyRingBuilder ring() {
        return world.keyRing(PKI.serverA()).allowedOrigins(api.origin());
    }

    private Transport.Client client(Transport transport) throws Exception {
        return client(transport, ring());
    }

    private Transport.Client client(Transport transport, KeyRingBuilder builder) throws Exception {
        return world.closing(transport.open(world.closing(builder.build())));
    }
}
