package io.holdfast.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server on loopback with real TLS that wants client certificates and accepts any. By default it
 * publishes its metadata in both layouts (RFC 8414 Section 3 and OpenID Connect Discovery), its JWK Set, at the token
 * endpoint issues a token bound to the caller's certificate by client credentials, token exchange or a refresh token of
 * its own, and introspects its opaque tokens. Every path can be scripted: answers queued with {@link #queue} go first,
 * then the one set with {@link #always}, then the default. Safe for many threads.
 */
public final class FakeAuthorizationServer implements AutoCloseable {

    public static final String JWKS_PATH = "/jwks";
    public static final String TOKEN_PATH = "/token";
    public static final String INTROSPECTION_PATH = "/introspect";
    public static final String OAUTH_METADATA_PATH = "/.well-known/oauth-authorization-server";
    public static final String OPENID_METADATA_PATH = "/.well-known/openid-configuration";

    private final TestIdentity identity;
    private final String issuerPath;
    private final @Nullable String protocol;
    private final int port;
    private final TestTokens tokens;
    private final OpaqueTokens opaqueTokens;
    private final IssuedTokens issued;
    private final ExecutorService threads = Executors.newCachedThreadPool(FakeAuthorizationServer::daemon);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<RecordedCall> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<ScriptedAnswer>> queued = new ConcurrentHashMap<>();
    private final Map<String, ScriptedAnswer> fixed = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Map<String, Object> metadata = new ConcurrentHashMap<>();
    private @Nullable HttpsServer server;
    private @Nullable HeldPort whileDown;

    private FakeAuthorizationServer(TestIdentity identity, String issuerPath, @Nullable String protocol)
            throws IOException {
        this.identity = identity;
        this.protocol = protocol;
        this.issuerPath = issuerPath;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
        this.tokens = TestTokens.of("https://localhost:" + port + issuerPath);
        this.opaqueTokens = new OpaqueTokens(tokens);
        this.issued = new IssuedTokens(tokens);
        metadata.put("issuer", issuer());
        metadata.put("token_endpoint", uri(TOKEN_PATH).toString());
        metadata.put("introspection_endpoint", uri(INTROSPECTION_PATH).toString());
        metadata.put("jwks_uri", uri(JWKS_PATH).toString());
        metadata.put("response_types_supported", List.of());
        metadata.put("grant_types_supported", List.of("client_credentials", "refresh_token"));
        metadata.put(
                "token_endpoint_auth_methods_supported", List.of("tls_client_auth", "self_signed_tls_client_auth"));
        metadata.put("tls_client_certificate_bound_access_tokens", true);
    }

    /** Starts on a free port of 127.0.0.1; the issuer is {@code https://localhost:port}. */
    public static FakeAuthorizationServer start(TestIdentity identity) throws IOException {
        return new FakeAuthorizationServer(identity, "", null);
    }

    /** The same for an issuer with a path, for example {@code /tenant/one}. */
    public static FakeAuthorizationServer start(TestIdentity identity, String issuerPath) throws IOException {
        return new FakeAuthorizationServer(identity, issuerPath, null);
    }

    /** The same without a path, speaking only this version of TLS: TLSv1.2 or TLSv1.3. */
    public static FakeAuthorizationServer startSpeaking(TestIdentity identity, String protocol) throws IOException {
        return new FakeAuthorizationServer(identity, "", protocol);
    }

    public String issuer() {
        return tokens.issuer();
    }

    /** Tokens of this issuer, signed with keys of its JWK Set. */
    public TestTokens tokens() {
        return tokens;
    }

    /** Tokens of this issuer that have to be introspected. */
    public OpaqueTokens opaqueTokens() {
        return opaqueTokens;
    }

    public URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    /** Where the metadata stands by RFC 8414 Section 3.1: the well-known part goes before the issuer's path. */
    public String oauthMetadataPath() {
        return OAUTH_METADATA_PATH + issuerPath;
    }

    /** Where it stands by OpenID Connect Discovery: after the issuer's path. */
    public String openidMetadataPath() {
        return issuerPath + OPENID_METADATA_PATH;
    }

    /** The members of both metadata documents, to change. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** Answers the next calls of the path, one each. */
    public FakeAuthorizationServer queue(String path, ScriptedAnswer... answers) {
        queued.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
        return this;
    }

    /** Answers every call of the path from now on. */
    public FakeAuthorizationServer always(String path, ScriptedAnswer answer) {
        fixed.put(path, answer);
        return this;
    }

    /** Lets every call of the path wait, answered as ever once the latch opens or the server is closed. */
    public FakeAuthorizationServer hold(String path, CountDownLatch gate) {
        held.put(path, gate);
        return this;
    }

    /** From now on the token endpoint serves only these clients; at first it serves anybody. */
    public void clients(ClientCheck check) {
        issued.clients(check);
    }

    /** From now on every token comes with a refresh token, good for one use with the same certificate. */
    public void issuesRefreshTokens() {
        issued.refreshable();
    }

    /** From now on no refresh token that was issued is good. */
    public void revokeRefreshTokens() {
        issued.forgetRefreshTokens();
    }

    /** The {@code expires_in} of tokens from now on; 300 at first. What the tokens themselves say stays as it is. */
    public void expiresIn(int seconds) {
        issued.lifetime(seconds);
    }

    /** Forgets every script and every recorded call. */
    public void reset() {
        queued.clear();
        held.clear();
        fixed.clear();
        calls.clear();
    }

    public List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    public List<RecordedCall> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).collect(Collectors.toList());
    }

    /** Refuses connections until {@link #comeBack}. */
    public synchronized void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
            whileDown = HeldPort.hold(port);
        }
    }

    /** Listens again on the same port. */
    public synchronized void comeBack() throws IOException {
        if (server == null) {
            letGo();
            server = listen(port);
        }
    }

    private synchronized void letGo() {
        if (whileDown != null) {
            whileDown.close();
            whileDown = null;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        goDown();
        letGo();
        threads.shutdownNow();
    }

    private HttpsServer listen(int wantedPort) throws IOException {
        HttpsServer listening =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort), 0);
        SSLContext context = identity.serverContextForAnyClient();
        listening.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanting = context.getDefaultSSLParameters();
                wanting.setWantClientAuth(true);
                if (protocol != null) {
                    wanting.setProtocols(new String[] {protocol});
                }
                parameters.setSSLParameters(wanting);
            }
        });
        listening.createContext("/", this::handle);
        listening.setExecutor(threads);
        listening.start();
        return listening;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            RecordedCall call = record((HttpsExchange) exchange);
            calls.add(call);
            await(held.get(call.path()));
            send(exchange, answerTo(call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RecordedCall record(HttpsExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new RecordedCall(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                new LinkedHashMap<>(exchange.getRequestHeaders()),
                body,
                parseForm(body),
                thumbprint(exchange),
                exchange.getSSLSession().getProtocol());
    }

    private static @Nullable String thumbprint(HttpsExchange exchange) {
        try {
            return TestIdentity.thumbprintOf(
                    (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static Map<String, List<String>> parseForm(String body) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (String pair : body.isEmpty() ? new String[0] : body.split("&")) {
            String[] parts = pair.split("=", 2);
            form.computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), key -> new ArrayList<>())
                    .add(parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private ScriptedAnswer answerTo(RecordedCall call) {
        Queue<ScriptedAnswer> queue = queued.get(call.path());
        ScriptedAnswer next = queue == null ? null : queue.poll();
        if (next != null) {
            return next;
        }
        ScriptedAnswer always = fixed.get(call.path());
        return always != null ? always : defaultAnswer(call);
    }

    private ScriptedAnswer defaultAnswer(RecordedCall call) {
        if (call.path().equals(oauthMetadataPath()) || call.path().equals(openidMetadataPath())) {
            return ScriptedAnswer.json(200, JsonUtil.toJson(metadata));
        }
        return switch (call.path()) {
            case JWKS_PATH -> ScriptedAnswer.json(200, tokens.jwkSet());
            case TOKEN_PATH -> issued.answer(call);
            case INTROSPECTION_PATH -> opaqueTokens.answer(call);
            default -> ScriptedAnswer.status(404);
        };
    }

    private void await(@Nullable CountDownLatch gate) throws InterruptedException {
        while (gate != null && !gate.await(10, TimeUnit.MILLISECONDS) && closed.getCount() > 0) {
            // until the test opens the gate or ends
        }
    }

    private void send(HttpExchange exchange, ScriptedAnswer answer) throws IOException, InterruptedException {
        await(answer.gate);
        answer.headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
        if (answer.body.length == 0) {
            return;
        }
        try (OutputStream out = exchange.getResponseBody()) {
            if (!answer.dripping) {
                out.write(answer.body);
            }
            for (int i = 0; answer.dripping && i < answer.body.length; i++) {
                out.write(answer.body, i, 1);
                out.flush();
                if (closed.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fake-authorization-server");
        thread.setDaemon(true);
        return thread;
    }
}
