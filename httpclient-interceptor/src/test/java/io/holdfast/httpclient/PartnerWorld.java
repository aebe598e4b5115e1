package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.keyring.KeyRingClocks;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** An authorization server and a partner's API, both on real TLS, and key rings that know them. */
final class PartnerWorld implements AutoCloseable {
    static final TestPki PKI = TestPki.create();
    static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String INVALID_TOKEN = "Bearer realm=\"api\", error=\"invalid_token\"";

    final FakeAuthorizationServer login;
    final FakeAuthorizationServer api;
    final SettableClock clock = SettableClock.atPresent();
    private final List<AutoCloseable> open = new ArrayList<>();

    PartnerWorld() throws IOException {
        this(null);
    }

    PartnerWorld(@Nullable String protocol) throws IOException {
        login = start(protocol);
        api = start(protocol);
        api.always("/orders", ScriptedAnswer.json(200, "[]"));
    }

    private static FakeAuthorizationServer start(@Nullable String protocol) throws IOException {
        return protocol == null
                ? FakeAuthorizationServer.start(PKI.server())
                : FakeAuthorizationServer.startSpeaking(PKI.server(), protocol);
    }

    static KeyStoreSource keysOf(TestIdentity identity) {
        return () -> KeyMaterial.of(identity.privateKey(), identity.chain());
    }

    static String originOf(FakeAuthorizationServer server) {
        return "https://localhost:" + server.uri("/").getPort();
    }

    /** Complete, and patient with a machine that is busy; every part may be set anew. */
    KeyRingBuilder keyRing(TestIdentity identity) {
        return KeyRingClocks.set(
                KeyRing.builder()
                        .connectTimeout(PATIENCE)
                        .responseTimeout(PATIENCE)
                        .totalTimeout(PATIENCE)
                        .keyStore(keysOf(identity))
                        .trust(TRUSTED)
                        .tokenEndpoint(login.uri("/token"))
                        .clientId("server-a")
                        .allowedOrigins(originOf(api)),
                clock);
    }

    /** Attaches the tokens of a key ring that is closed with this world. */
    BoundTokenInterceptor interceptor(KeyRingBuilder builder) throws KeyMaterialException {
        return BoundTokenInterceptor.of(closing(builder.build()));
    }

    /** The same with all by default. */
    BoundTokenInterceptor interceptor(TestIdentity identity) throws KeyMaterialException {
        return interceptor(keyRing(identity));
    }

    <T extends AutoCloseable> T closing(T closeable) {
        open.add(0, closeable);
        return closeable;
    }

    /** Answers every token call with this token. */
    void issue(String token, String moreMembers) {
        login.always(
                "/token",
                ScriptedAnswer.json(
                        200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"" + moreMembers + "}"));
    }

    static Answer send(HttpClient client, ClassicHttpRequest request) throws IOException {
        return client.execute(
                request,
                response -> new Answer(
                        response.getCode(),
                        response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
    }

    /** Rewrites a request as a link of the application's can: neither its header nor its context know the token then. */
    static void loseTrack(HttpRequest request, HttpContext context) {
        context.removeAttribute("http.request");
        Header header = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            request.setHeader(HttpHeaders.AUTHORIZATION, header.getValue());
        }
    }

    record Answer(int status, String body) {}

    List<RecordedCall> tokenCalls() {
        return login.calls("/token");
    }

    /** What came as Authorization to a path of the API, call by call; null where there was none. */
    List<@Nullable String> authorizations(FakeAuthorizationServer server, String path) {
        List<@Nullable String> values = new ArrayList<>();
        for (RecordedCall call : server.calls(path)) {
            List<String> lines = call.header("Authorization");
            values.add(lines.isEmpty() ? null : String.join(" AND ", lines));
        }
        return values;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        api.close();
        login.close();
    }
}
