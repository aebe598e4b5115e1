package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.client.KeyRing;
import java.security.Principal;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that a server takes for somebody's by an authentication of their own, as with NTLM. */
@Timeout(60)
class ConnectionAuthenticationTest {
    private PartnerWorld world;
    private RecordingApi stranger;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
        stranger = new RecordingApi(PKI.server());
        stranger.answering(call -> call.authorization() == null && call.path().equals("/private")
                ? new RecordingApi.Reply(401, "", Map.of("WWW-Authenticate", "Whole realm=\"x\""))
                : new RecordingApi.Reply(200, "[]", Map.of()));
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        stranger.close();
    }

    @ParameterizedTest(name = "C-34 a connection that speaks for somebody is not used for others, {0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC_HTTP_2")
    void usesNoConnectionAgainThatIsSomebodys(Transport transport) throws Exception {
        KeyRing keyRing = world.closing(world.keyRing(PKI.serverA()).build());
        Transport.Client client = world.closing(
                transport == Transport.CLASSIC
                        ? transport.over(BoundTokenInterceptor.of(keyRing).configure(HttpClients.custom()), null)
                        : transport.over(
                                null,
                                AsyncBoundTokenInterceptor.of(keyRing)
                                        .configure(
                                                HttpAsyncClients.custom(),
                                                pools -> pools.setDefaultTlsConfig(transport.tls()))));
        HttpClientContext mine = HttpClientContext.create();
        Lookup<AuthSchemeFactory> schemes = name -> context -> new Whole();
        mine.setAuthSchemeRegistry(schemes);
        mine.setRequestConfig(RequestConfig.custom()
                .setTargetPreferredAuthSchemes(java.util.List.of("Whole"))
                .build());

        assertThat(client.send("GET", stranger.uri("/private"), null, mine).status())
                .isEqualTo(200);
        client.get(stranger.uri("/public"));
        client.get(stranger.uri("/public"));

        int somebodys = stranger.calls().stream()
                .filter(call -> call.authorization() != null)
                .findFirst()
                .orElseThrow()
                .connection();
        assertThat(stranger.calls())
                .filteredOn(call -> call.path().equals("/public"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.connection()).isNotEqualTo(somebodys));
    }

    /** A scheme that authenticates the connection, done after one answer. */
    @SuppressWarnings("deprecation") // what HttpClient 5.2 has
    private static final class Whole implements AuthScheme {
        private boolean answered;

        @Override
        public String getName() {
            return "Whole";
        }

        @Override
        public boolean isConnectionBased() {
            return true;
        }

        @Override
        public void processChallenge(AuthChallenge challenge, HttpContext context) {}

        @Override
        public boolean isChallengeComplete() {
            return answered;
        }

        @Override
        public @Nullable String getRealm() {
            return "x";
        }

        @Override
        public boolean isResponseReady(HttpHost host, CredentialsProvider credentials, HttpContext context) {
            return true;
        }

        @Override
        public Principal getPrincipal() {
            return new X500Principal("CN=me");
        }

        @Override
        public String generateAuthResponse(HttpHost host, HttpRequest request, HttpContext context) {
            answered = true;
            return "Whole me";
        }
    }
}
