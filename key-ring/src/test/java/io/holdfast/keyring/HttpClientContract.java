package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.PKI;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.RecordingApi.Call;
import io.holdfast.keyring.RecordingApi.Reply;
import io.holdfast.keyring.token.BindingCheck;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every HTTP client with a key ring does, over real TLS. A subclass says which client it is. */
@Timeout(120)
public abstract class HttpClientContract {
    private static final int CALLERS = 8;
    private static final int ROTATIONS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private KeyRingWorld world;
    private RecordingApi api;
    private RecordingApi other;
    private final List<AutoCloseable> open = new ArrayList<>();

    /** A client as the documentation shows it. */
    protected abstract HttpCaller open(KeyRing keyRing);

    /** A client whose connections go by a proxy on a port of this machine. */
    protected abstract HttpCaller openBehindProxy(KeyRing keyRing, int port);

    /** One that keeps cookies, and follows redirects if it can. */
    protected abstract HttpCaller openKeepingCookies(KeyRing keyRing);

    @BeforeEach
    final void begin() throws Exception {
        world = new KeyRingWorld();
        api = new RecordingApi(PKI.server());
        api.checkingTokens();
        other = new RecordingApi(PKI.server());
    }

    @AfterEach
    final void end() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        world.close();
        api.close();
        other.close();
    }

    /** Patient with a machine that is busy. */
    private KeyRingBuilder builder() {
        return world.builder()
                .connectTimeout(PATIENCE)
                .responseTimeout(PATIENCE)
                .totalTimeout(PATIENCE)
                .allowedOrigins(api.origin());
    }

    private HttpCaller client(KeyRing keyRing) {
        HttpCaller client = open(keyRing);
        open.add(client);
        return client;
    }

    private HttpCaller client() throws Exception {
        return client(world.ring(builder()));
    }

    @Test
    @DisplayName("C-1 C-37 attaches the bound token, over a connection with the certificate of the token call")
    void attachesTheToken() throws Exception {
        HttpCaller client = client();

        assertThat(client.get(api.uri("/orders?page=1"))).isEqualTo(new HttpCaller.Answer(200, "[]"));
        assertThat(client.send("POST", api.uri("/orders"), "one").status()).isEqualTo(200);

        assertThat(api.calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.isBound()).isTrue();
            assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
        });
        assertThat(api.calls()).extracting(Call::path).containsExactly("/orders?page=1", "/orders");
        assertThat(api.calls().get(1).body()).isEqualTo("one");
        assertThat(world.fetchedWith()).containsExactly(PKI.serverA().thumbprint());
    }

    @Test
    @DisplayName("C-6 C-35 C-37 sends nothing over a connection that shows another certificate than the token's")
    void comparesBeforeItSends() throws Exception {
        TestIdentity shown = PKI.thief();
        CredentialGeneration lying = CredentialGeneration.of(
                shown.clientContext(PKI.authority().certificate()),
                PKI.serverA().chain());
        HttpCaller client = client(world.ring(KeyRing.builder()
                .credentialSource(() -> lying)
                .tokenEndpoint(world.login.uri("/token"))
                .clientId("server-a")
                .allowedOrigins(api.origin())
                .bindingCheck(BindingCheck.OFF)));
        TestLog log = new TestLog();

        Throwable failure = catchThrowable(() -> client.get(api.uri("/orders")));

        assertThat(api.calls()).isEmpty();
        assertThat(failure).hasStackTraceContaining(shown.thumbprint().substring(0, 8));
        assertThat(failure).hasStackTraceContaining(PKI.serverA().thumbprint().substring(0, 8));
        assertThat(world.fetchedWith()).containsOnly(shown.thumbprint());
        assertThat(warnings(log))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "was made with another certificate",
                                shown.thumbprint().substring(0, 8),
                                PKI.serverA().thumbprint().substring(0, 8)));
    }

    private static List<String> warnings(TestLog log) {
        return log.text()
                .lines()
                .filter(line -> line.contains("This is said once."))
                .toList();
    }

    @Test
    @DisplayName("C-10 C-37 a server that asks for a token and is no allowed origin gets one warning, which names both")
    void warnsOfAWrongOrigin() throws Exception {
        HttpCaller client = client();
        other.checkingTokens();
        TestLog log = new TestLog();

        for (int i = 0; i < 3; i++) {
            assertThat(client.get(other.uri("/orders")).status()).isEqualTo(401);
        }

        assertThat(warnings(log))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                other.origin()
                                        + " answered 401 and asks for a Bearer token; the request had none, because it is"
                                        + " none of the allowed origins, [",
                                api.origin() + "]. If it may get tokens, name it with allowedOrigins(\""
                                        + other.origin() + "\") at KeyRing.builder()."));
    }

    @Test
    @DisplayName("C-10 C-37 a path of an allowed origin that no rule has, and that asks for a token, gets one warning")
    void warnsOfAPathWithoutARule() throws Exception {
        HttpCaller client = client(world.ring(world.builder()
                .rule(TokenRule.at(api.origin())
                        .paths("/orders")
                        .scopes("orders")
                        .build())));
        TestLog log = new TestLog();

        assertThat(client.get(api.uri("/stock")).status()).isEqualTo(401);

        assertThat(warnings(log))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                api.origin() + " answered 401",
                                "no rule of this origin has the request's path",
                                "/orders"));
    }

    @Test
    @DisplayName("C-9 C-37 a 401 to the application's own credentials, or without a Bearer challenge, gets no warning")
    void warnsOfNoOther401() throws Exception {
        HttpCaller client = client();
        other.answering(call -> call.path().equals("/basic")
                ? new Reply(401, "", Map.of("WWW-Authenticate", "Basic realm=\"Bearer\""))
                : RecordingApi.refused());
        TestLog log = new TestLog();

        client.get(other.uri("/basic"));
        client.send("GET", other.uri("/orders"), null, true, Map.of("Authorization", "Basic YTpi"));

        assertThat(other.calls()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(warnings(log)).isEmpty();
    }

    @ParameterizedTest(
            name = "C-37 a server that refuses the certificate is named with the certificate and its end, {0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void namesTheRefusedCertificate(String version) throws Exception {
        DistrustfulServer distrustful =
                new DistrustfulServer(PKI.server(), PKI.secondAuthority().certificate(), version);
        open.add(distrustful);
        HttpCaller client = client(world.ring(builder().allowedOrigins(distrustful.origin())));

        Throwable failure = catchThrowable(() -> client.get(distrustful.uri("/orders")));

        assertThat(failure)
                .hasStackTraceContaining(distrustful.origin().replace("https://", "")
                        + " refused the client certificate CN=Server A, OU=Orders, O=Partner A (thumbprint "
                        + PKI.serverA().thumbprint() + ", valid until "
                        + PKI.serverA().certificate().getNotAfter().toInstant() + ") (alert certificate_unknown)")
                .hasStackTraceContaining("See whether that server trusts the issuer");
    }

    @Test
    @DisplayName("C-37 a server that refuses the certificate and closes the connection under a request is named, too")
    void namesTheRefusedCertificateUnderARequest() throws Exception {
        RawServer hasty = RawServer.tls(
                PKI.server()
                        .serverContextForClientsOf(List.of(PKI.secondAuthority().certificate())),
                "TLSv1.3",
                true,
                (number, in, out) -> {});
        open.add(hasty);
        HttpCaller client = client(world.ring(builder().allowedOrigins("https://localhost:" + hasty.port())));

        Throwable failure = catchThrowable(() -> client.send("POST", hasty.uri("/orders"), "x".repeat(200_000)));

        assertThat(failure)
                .hasStackTraceContaining("localhost:" + hasty.port())
                .hasStackTraceContaining("refuse")
                .hasStackTraceContaining("CN=Server A, OU=Orders, O=Partner A (thumbprint ");
    }

    @ParameterizedTest(
            name =
                    "C-33 C-37 another origin that requires a certificate is named, and the log names the allowed ones once, {0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void namesAnOriginThatMissesTheCertificate(String version) throws Exception {
        DistrustfulServer demanding =
                new DistrustfulServer(PKI.server(), PKI.authority().certificate(), version);
        open.add(demanding);
        HttpCaller client = client();
        TestLog log = new TestLog();

        for (int i = 0; i < 2; i++) {
            Throwable failure = catchThrowable(() -> client.get(demanding.uri("/orders")));
            assertThat(failure)
                    .hasStackTraceContaining(demanding.origin().replace("https://", ""))
                    .hasStackTraceContaining("requires a client certificate")
                    .hasStackTraceContaining(
                            "None was shown, because it is none of the allowed origins of the key ring");
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).as("others may read it").doesNotContain(api.origin());
        }

        assertThat(warnings(log))
                .singleElement()
                .asString()
                .contains(
                        "requires a client certificate",
                        api.origin(),
                        "name it with allowedOrigins(\"" + demanding.origin() + "\")",
                        "This is said once.");
    }

    @Test
    @DisplayName("C-37 an API that refuses tokens and never asks for the certificate is warned of once")
    void warnsOfAnApiThatNeverAsks() throws Exception {
        RawServer careless = RawServer.tlsForAnybody(PKI.server().serverContextForAnyClient(), (number, in, out) -> {
            while (!RawServer.readRequest(in).isEmpty()) {
                RawServer.write(
                        out,
                        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + RecordingApi.INVALID_TOKEN
                                + "\r\nContent-Length: 0\r\n\r\n");
            }
        });
        open.add(careless);
        HttpCaller client = client(world.ring(builder().allowedOrigins("https://localhost:" + careless.port())));
        TestLog log = new TestLog();

        for (int i = 0; i < 2; i++) {
            assertThat(client.get(careless.uri("/orders")).status()).isEqualTo(401);
        }

        assertThat(warnings(log))
                .singleElement()
                .asString()
                .contains(
                        "localhost:" + careless.port() + " refused a token as invalid (401 invalid_token)",
                        "it had not asked for the client's certificate",
                        "This is said once.");
    }

    @Test
    @DisplayName("C-10 C-33 C-37 other origins get neither token nor certificate")
    void leavesOtherOriginsAlone() throws Exception {
        HttpCaller client = client();
        client.get(api.uri("/orders"));

        assertThat(client.get(other.uri("/orders")).status()).isEqualTo(200);
        assertThat(client.send("POST", other.uri("/orders"), "x").status()).isEqualTo(200);

        assertThat(other.calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.authorization()).isNull();
            assertThat(call.thumbprint()).isNull();
        });
    }

    @Test
    @DisplayName("C-8 C-37 a request by http to the host of an allowed origin fails before anything is sent")
    void refusesPlainHttp() throws Exception {
        HttpCaller client = client();
        URI plain = URI.create(api.uri("/orders").toString().replace("https:", "http:"));

        assertThat(catchThrowable(() -> client.get(plain))).hasStackTraceContaining("Call it by https.");
        assertThat(api.calls()).isEmpty();
        assertThat(world.tokenCalls()).isEmpty();
    }

    @Test
    @DisplayName("C-9 C-37 leaves a request alone that has its own Authorization header")
    void leavesAnotherAuthorizationAlone() throws Exception {
        HttpCaller client = client();

        assertThat(client.send("GET", api.uri("/orders"), null, true, Map.of("Authorization", "Basic YTpi"))
                        .status())
                .isEqualTo(401);

        assertThat(api.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.authorization()).isEqualTo("Basic YTpi"));
        assertThat(world.tokenCalls()).isEmpty();
    }

    @ParameterizedTest(name = "C-23 C-37 after a 401 invalid_token another token is fetched and the {0} sent once more")
    @ValueSource(strings = {"GET", "POST"})
    void repairsARefusal(String method) throws Exception {
        String body = method.equals("POST") ? "one" : null;
        HttpCaller client = client();
        refuse(1);

        assertThat(client.send(method, api.uri("/orders"), body)).isEqualTo(new HttpCaller.Answer(200, "[]"));

        assertThat(api.calls()).hasSize(2);
        assertThat(api.calls().get(1).authorization())
                .isNotEqualTo(api.calls().get(0).authorization());
        assertThat(api.calls()).extracting(Call::body).containsOnly(body == null ? "" : body);
        assertThat(world.heard.refused).hasSize(1);
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @Test
    @DisplayName("C-25 C-37 a body that can be read once is not sent again: the caller gets the 401, and the next call"
            + " another token")
    void repeatsNoStream() throws Exception {
        HttpCaller client = client();
        refuse(1);

        assertThat(client.send("POST", api.uri("/orders"), "one", false, Map.of()))
                .isEqualTo(new HttpCaller.Answer(401, "no"));
        assertThat(api.calls()).hasSize(1);
        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
        assertThat(api.calls().get(1).authorization())
                .isNotEqualTo(api.calls().get(0).authorization());
    }

    @Test
    @DisplayName("C-23 C-37 a second refusal is the caller's, and is told: the next calls fetch no token for each 401")
    void tellsASecondRefusal() throws Exception {
        HttpCaller client = client();
        refuse(100);

        assertThat(client.get(api.uri("/orders"))).isEqualTo(new HttpCaller.Answer(401, "no"));
        assertThat(api.calls()).hasSize(2);
        assertThat(world.heard.refused).hasSize(2);
        for (int i = 0; i < 3; i++) {
            assertThat(client.get(api.uri("/orders"))).isEqualTo(new HttpCaller.Answer(401, "no"));
        }
        assertThat(api.calls()).hasSize(5);
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @Test
    @DisplayName("C-24 C-37 a 403 and a 401 that says nothing of the token are the caller's")
    void repeatsNothingElse() throws Exception {
        HttpCaller client = client();
        api.answering(call -> call.path().equals("/scope")
                ? new Reply(403, "", Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\""))
                : new Reply(401, "", Map.of("WWW-Authenticate", "Basic realm=\"invalid_token\"")));

        assertThat(client.get(api.uri("/scope")).status()).isEqualTo(403);
        assertThat(client.get(api.uri("/basic")).status()).isEqualTo(401);
        assertThat(api.calls()).hasSize(2);
        assertThat(world.heard.refused).isEmpty();
    }

    @Test
    @DisplayName("C-10 C-24 C-37 a proxy that refuses the tunnel by invalid_token costs no token")
    void takesNoProxyForTheResource() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        RawServer proxy = RawServer.plain((number, in, out) -> {
            heads.add(RawServer.readRequest(in));
            RawServer.write(
                    out,
                    "HTTP/1.1 401 No\r\nWWW-Authenticate: " + RecordingApi.INVALID_TOKEN
                            + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        });
        open.add(proxy);
        HttpCaller client = openBehindProxy(world.ring(builder()), proxy.port());
        open.add(client);

        // As the client does it: the proxy's answer, or an exception.
        Throwable failure = catchThrowable(
                () -> assertThat(client.get(api.uri("/orders")).status()).isEqualTo(401));

        assertThat(failure instanceof AssertionError)
                .as(String.valueOf(failure))
                .isFalse();
        assertThat(heads).isNotEmpty().allMatch(head -> head.startsWith("CONNECT "));
        assertThat(api.calls()).isEmpty();
        assertThat(world.tokenCalls()).hasSize(1);
        assertThat(world.heard.refused).isEmpty();
    }

    @Test
    @DisplayName(
            "C-5 C-6 C-37 eight callers through rotations: no call fails, and every token is bound to its connection")
    void rotatesUnderLoad() throws Exception {
        KeyRing ring = world.ring(builder().clocks(world.clock, System::nanoTime, world.scheduler));
        HttpCaller client = client(ring);
        client.get(api.uri("/orders"));
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String method = i % 2 == 0 ? "GET" : "POST";
                callers.add(threads.submit(() -> {
                    while (!over.get()) {
                        assertThat(client.send(method, api.uri("/orders"), method.equals("GET") ? null : "one")
                                        .status())
                                .isEqualTo(200);
                        answered.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (int i = 0; i < ROTATIONS; i++) {
                world.keyStore.set(renewed());
                assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
                int before = answered.get();
                Await.until(() -> answered.get() > before + 10 * CALLERS
                        || callers.stream().anyMatch(Future::isDone));
            }
            over.set(true);
            for (Future<?> caller : callers) {
                caller.get();
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        assertThat(api.calls()).allSatisfy(call -> assertThat(call.isBound()).isTrue());
        assertThat(api.calls())
                .extracting(Call::thumbprint)
                .contains(KeyRingWorld.thumbprint(ring.credentials()))
                .doesNotContainNull();
        assertThat(world.heard.refused).isEmpty();
        assertThat(world.tokenCalls()).hasSize(ROTATIONS + 1);
    }

    @ParameterizedTest(name = "C-11 C-32 C-37 nothing follows a redirect to another origin, allowed there: {0}")
    @ValueSource(booleans = {false, true})
    void followsToNoOtherOrigin(boolean allowed) throws Exception {
        KeyRing ring = world.ring(allowed ? builder().allowedOrigins(other.origin()) : builder());
        HttpCaller client = openKeepingCookies(ring);
        open.add(client);
        for (int status : new int[] {302, 307, 308}) {
            api.answering(call -> new Reply(
                    status, "", Map.of("Location", other.uri("/stolen").toString())));
            assertThat(client.get(api.uri("/orders")).status()).isIn(status, 200);
            assertThat(client.send("POST", api.uri("/orders"), "secret").status())
                    .isEqualTo(status);
        }

        assertThat(other.calls()).allSatisfy(call -> {
            assertThat(call.authorization()).isNull();
            assertThat(call.thumbprint()).isNull();
            assertThat(call.body()).isEmpty();
        });
        assertThat(api.calls())
                .hasSize(6)
                .allSatisfy(call -> assertThat(call.isBound()).isTrue());
    }

    @Test
    @DisplayName("C-11 C-32 C-37 a server that gets no tokens cannot send a request to one that does")
    void isNotSentToAnAllowedOrigin() throws Exception {
        HttpCaller client = openKeepingCookies(world.ring(builder()));
        open.add(client);
        other.answering(
                call -> new Reply(302, "", Map.of("Location", api.uri("/delete").toString())));

        client.get(other.uri("/"));

        assertThat(api.calls())
                .allSatisfy(call -> assertThat(call.authorization()).isNull());
        assertThat(other.calls()).hasSize(1);
    }

    @Test
    @DisplayName("C-6 C-34 C-37 two key rings in one JVM share neither token nor connection nor cookie")
    void keepsKeyRingsApart() throws Exception {
        api.answering(call -> new Reply(200, "", Map.of("Set-Cookie", "session=" + call.thumbprint() + "; Path=/")));
        KeyRing ours = world.ring(builder());
        KeyRing theirs = world.ring(builder().keyStore(() -> KeyRingWorld.keysOf(PKI.partnerB())));
        for (KeyRing ring : List.of(ours, theirs)) {
            HttpCaller client = openKeepingCookies(ring);
            open.add(client);
            client.get(api.uri("/orders"));
            client.get(api.uri("/orders"));
        }

        String a = PKI.serverA().thumbprint();
        String b = PKI.partnerB().thumbprint();
        assertThat(api.calls()).extracting(Call::thumbprint).containsExactly(a, a, b, b);
        assertThat(api.calls()).allSatisfy(call -> assertThat(call.isBound()).isTrue());
        assertThat(api.cookies()).containsExactly("", "session=" + a, "", "session=" + b);
    }

    @Test
    @DisplayName("C-34 C-37 the cookies of one token request do not reach another, and other servers' neither")
    void keepsTokenRequestsApart() throws Exception {
        api.answering(call ->
                new Reply(200, "", Map.of("Set-Cookie", "session=" + call.path().substring(1) + "; Path=/")));
        HttpCaller client = openKeepingCookies(world.ring(builder()
                .rule(TokenRule.at(api.origin())
                        .paths("/orders")
                        .scopes("orders")
                        .build())
                .rule(TokenRule.at(api.origin()).paths("/stock").scopes("stock").build())));
        open.add(client);
        for (String path : List.of("/orders", "/stock", "/orders", "/stock")) {
            client.get(api.uri(path));
        }
        client.get(other.uri("/"));

        assertThat(api.cookies()).containsExactly("", "", "session=orders", "session=stock");
        assertThat(other.cookies()).containsExactly("");
        assertThat(world.tokenCalls())
                .extracting(call -> call.formValue("scope").orElse("none"))
                .containsExactly("orders", "stock");
    }

    @Test
    @DisplayName("C-9 C-34 C-37 a request with the application's own Authorization shares no cookies with the token's")
    void keepsCookiesOfOtherCredentialsApart() throws Exception {
        api.answering(call -> new Reply(
                200, "", Map.of("Set-Cookie", "session=" + call.authorization().substring(0, 5) + "; Path=/")));
        HttpCaller client = openKeepingCookies(world.ring(builder()));
        open.add(client);
        Map<String, String> own = Map.of("Authorization", "Basic YTpi");

        for (int i = 0; i < 2; i++) {
            client.send("GET", api.uri("/orders"), null, true, own);
            client.get(api.uri("/orders"));
        }

        assertThat(api.cookies()).containsExactly("", "", "session=Basic", "session=Beare");
    }

    @Test
    @DisplayName("C-9 C-34 C-37 a cookie of an allowed origin does not reach another port of its host")
    void keepsCookiesFromOtherPorts() throws Exception {
        api.answering(call -> new Reply(200, "", Map.of("Set-Cookie", "session=1; Path=/")));
        HttpCaller client = openKeepingCookies(world.ring(builder()));
        open.add(client);

        client.send("GET", api.uri("/orders"), null, true, Map.of("Authorization", "Basic YTpi"));
        client.get(other.uri("/"));

        assertThat(other.cookies()).containsExactly("");
    }

    @ParameterizedTest(name = "C-7 C-37 an API {0} gets nothing")
    @ValueSource(strings = {"with another name", "of an unknown authority"})
    void sendsNothingToAServerThatIsNotTrusted(String kind) throws Exception {
        TestIdentity identity = kind.equals("with another name")
                ? PKI.identity("CN=elsewhere").dns("elsewhere.example").build()
                : PKI.identity("CN=localhost")
                        .issuedBy(PKI.secondAuthority())
                        .dns("localhost")
                        .build();
        RecordingApi untrusted = new RecordingApi(identity);
        open.add(untrusted);
        HttpCaller client = client(world.ring(builder().allowedOrigins(untrusted.origin())));

        Throwable failure = catchThrowable(() -> client.get(untrusted.uri("/orders")));

        assertThat(failure).hasStackTraceContaining("SSL");
        assertThat(untrusted.calls()).isEmpty();
    }

    @Test
    @DisplayName("C-5 C-34 C-37 the cookies of a replaced certificate are not sent with the new one")
    void forgetsCookiesOfAReplacedCertificate() throws Exception {
        api.answering(call -> new Reply(200, "", Map.of("Set-Cookie", "session=" + call.thumbprint() + "; Path=/")));
        KeyRing ring = world.ring(builder());
        HttpCaller client = openKeepingCookies(ring);
        open.add(client);
        client.get(api.uri("/orders"));
        client.get(api.uri("/orders"));
        world.keyStore.set(renewed());
        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
        client.get(api.uri("/orders"));

        assertThat(api.cookies()).containsExactly("", "session=" + PKI.serverA().thumbprint(), "");
    }

    @Test
    @DisplayName("C-37 once the key ring is closed a call fails, and the message says so")
    void saysThatTheRingIsClosed() throws Exception {
        KeyRing ring = world.ring(builder());
        HttpCaller client = client(ring);
        client.get(api.uri("/orders"));
        ring.close();

        assertThat(catchThrowable(() -> client.get(api.uri("/orders"))))
                .hasStackTraceContaining("closed")
                .satisfies(failure -> assertThat(unavailable(failure)).isNotNull());
        assertThat(api.calls()).hasSize(1);
    }

    @Test
    @DisplayName("C-20 C-37 a token that cannot be had is asked for once, and the caller gets the reason")
    void asksOnce() throws Exception {
        world.login.always("/token", ScriptedAnswer.json(400, "{\"error\":\"invalid_scope\"}"));
        HttpCaller client = client();

        Throwable failure = catchThrowable(() -> client.get(api.uri("/orders")));

        assertThat(unavailable(failure)).isNotNull();
        assertThat(failure).hasStackTraceContaining("invalid_scope");
        assertThat(world.tokenCalls()).hasSize(1);
        assertThat(api.calls()).isEmpty();
    }

    private static @Nullable TokenUnavailableException unavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenUnavailableException) {
                return (TokenUnavailableException) cause;
            }
        }
        return null;
    }

    /** The next calls are refused, those after them answered as ever. */
    private void refuse(int times) {
        AtomicInteger left = new AtomicInteger(times);
        api.answering(call -> left.getAndDecrement() > 0 || !call.isBound()
                ? RecordingApi.refused()
                : new Reply(200, "[]", Map.of()));
    }
}
