package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.door.DoorPlace;
import io.holdfast.door.ResourceDoor;
import io.holdfast.json.StrictJson;
import io.holdfast.resource.RefusalReason;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door and {@code explain} refuse by the same code: seeded, so that a failure comes again. */
class OneDecisionTest {
    private static final long SEED = 8705;
    private static final int CASES = 2000;
    private static final TestPki PKI = TestPki.create();
    private static final SigningKey STRANGE = SigningKey.es256("strange");

    @TempDir
    Path directory;

    private final TestIdentity expired = PKI.identity("CN=Old Server")
            .valid(Instant.now().minusSeconds(86_400), Instant.now().minusSeconds(60))
            .build();
    private FakeAuthorizationServer issuer;
    private final Random random = new Random(SEED);
    private final Map<String, Path> certificates = new HashMap<>();
    private final Set<String> codes = new TreeSet<>();
    private Path keys;

    @BeforeEach
    void start() throws Exception {
        issuer = FakeAuthorizationServer.start(PKI.server());
        keys = Files.writeString(directory.resolve("keys.json"), issuer.tokens().jwkSet());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void doorAndExplanationSayTheSameCodeOfThousandsOfRequests() throws Exception {
        List<Map<String, String>> variants = variants();
        for (int v = 0; v < variants.size(); v++) {
            Path settings = settingsFile("door-" + v, variants.get(v));
            try (ResourceDoor door = door(settings)) {
                for (int i = 0; i < CASES / variants.size(); i++) {
                    agree(door, settings, randomCase(), i % 100 == 0 ? List.of() : List.of("--keys", keys.toString()));
                }
            }
        }
        Map<String, String> impatient = new LinkedHashMap<>(variants.get(0));
        impatient.put("jwksReloadSeconds", "1");
        for (BiFunction<TokenBuilder, Random, String> aboutKeys : ABOUT_KEYS) {
            for (int i = 0; i < 3; i++) {
                Path settings = settingsFile("keys", impatient);
                try (ResourceDoor door = door(settings)) {
                    Case request =
                            new Case(aboutKeys.apply(issuer.tokens().boundTo(PKI.serverA()), random), PKI.serverA());
                    AtomicReference<String> decision = new AtomicReference<>();
                    // A door that has just fetched its keys takes an unknown one for not yet known.
                    Await.until(() -> {
                        decision.set(decision(door, request));
                        return !decision.get().equals("verification_unavailable");
                    });
                    agree(decision.get(), settings, request, List.of("--keys", keys.toString()));
                }
            }
        }
        introspection();
        outage();
        misconfigured();

        assertThat(codes).hasSizeGreaterThanOrEqualTo(30);
    }

    private List<Map<String, String>> variants() {
        Map<String, String> plain = new LinkedHashMap<>();
        plain.put("issuer", issuer.issuer());
        plain.put("audience", TestTokens.AUDIENCE);
        plain.put(
                "trustStore",
                PKI.authority().writePemCertificates(directory, "authority").toString());
        Map<String, String> rules = new LinkedHashMap<>(plain);
        rules.put(
                "accessRules",
                "/orders/** scope=orders:read; /partners/{client_id}/**; /reports/** client=partner-b; /secret/** deny");
        Map<String, String> migration = new LinkedHashMap<>(plain);
        migration.put("binding", "when-present");
        migration.put("certificateValidity", "check");
        Map<String, String> scopes = new LinkedHashMap<>(plain);
        scopes.put("requiredScopes", "gold");
        scopes.put("maxTokenLength", "2000");
        return List.of(plain, rules, migration, scopes);
    }

    private Path settingsFile(String name, Map<String, String> settings) throws Exception {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Files.writeString(directory.resolve(name + ".properties"), text);
    }

    /** A door that has asked its issuer for keys. */
    private ResourceDoor door(Path settings) throws Exception {
        ResourceDoor door = ResourceDoor.open(Map.of("configFile", settings.toString()), DoorPlace.of("door", ""));
        String good = issuer.tokens().boundTo(PKI.serverA()).compact();
        door.decide(new SentRequest(List.of("Bearer " + good), "GET", "/orders/7", true, PKI.serverA()));
        return door;
    }

    /** A request as it is sent. */
    private record Case(
            List<String> authorization,
            String method,
            String target,
            boolean secure,
            @Nullable TestIdentity client) {
        private Case(String token, TestIdentity client) {
            this(List.of("Bearer " + token), "GET", "/orders/7", true, client);
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Case randomCase() {
        TestIdentity client = one(List.of(PKI.serverA(), PKI.serverA(), PKI.serverA(), PKI.thief(), expired));
        TestIdentity bound = random.nextInt(4) > 0 ? client : PKI.serverA();
        TokenBuilder builder = issuer.tokens().boundTo(bound);
        for (int faults = random.nextInt(3); faults > 0; faults--) {
            builder = one(FAULTS).apply(builder);
        }
        String token = random.nextInt(8) == 0 ? one(TEXTS).apply(builder.compact()) : builder.compact();
        List<String> authorization = random.nextInt(10) > 0 ? List.of("Bearer " + token) : odd(token);
        return new Case(
                authorization,
                random.nextInt(5) > 0 ? "GET" : "POST",
                one(List.of(
                        "/orders/7",
                        "/orders/7",
                        "/partners/server-a/x",
                        "/partners/other/x",
                        "/reports/1",
                        "/secret/1",
                        "/a/../orders",
                        "/orders//7",
                        "/x?access_token=abc",
                        "/")),
                random.nextInt(20) > 0,
                random.nextInt(12) > 0 ? client : null);
    }

    private List<String> odd(String token) {
        return one(List.of(
                List.of(),
                List.of("Basic YTpi"),
                List.of("Bearer"),
                List.of("Bearer " + token, "Bearer " + token),
                List.of("bearer " + token),
                List.of("Bearer " + token + " x"),
                List.of("Bearer t\u00f6ken")));
    }

    private static final List<UnaryOperator<TokenBuilder>> FAULTS = List.of(
            token -> token.claim("exp", Instant.now().getEpochSecond() - 600),
            token -> token.claim("nbf", Instant.now().getEpochSecond() + 600),
            token -> token.claim("iss", "https://other.example"),
            token -> token.claim("aud", "https://other.example"),
            token -> token.claim("aud", 7),
            token -> token.withoutClaim("exp"),
            token -> token.withoutClaim("sub"),
            token -> token.withoutClaim("jti"),
            token -> token.withoutClaim("cnf"),
            token -> token.claim("cnf", null),
            token -> token.claim("cnf", Map.of("jkt", "x")),
            token -> token.claim("cnf", Map.of("x5t#S256", "short")),
            token -> token.claim("scope", "other"),
            token -> token.claim("scope", List.of("orders:read")),
            token -> token.claim("client_id", "partner-b"),
            token -> token.claim("sub", "a\u0007b"),
            token -> token.header("typ", "JWT"),
            token -> token.withoutHeader("typ"),
            token -> token.header("alg", "HS256"),
            token -> token.header("alg", "none"),
            token -> token.header("crit", List.of("exp")),
            token -> token.header("b64", false),
            token -> token.header("kid", 7),
            token -> token.claim("long", "x".repeat(3000)));

    private static final List<UnaryOperator<String>> TEXTS = List.of(
            token -> token.substring(0, token.lastIndexOf('.')),
            token -> token + "=",
            token -> "x" + token,
            token -> token.substring(0, token.lastIndexOf('.') + 1),
            token -> "opaque-token",
            token -> token + ".x",
            token -> "x".repeat(20_000));

    private static final List<BiFunction<TokenBuilder, Random, String>> ABOUT_KEYS = List.of(
            (token, random) -> token.signedBy(STRANGE).compact(),
            (token, random) -> token.secretlySignedBy(STRANGE)
                    .header("alg", "ES256")
                    .header("kid", "ec-1")
                    .compact(),
            (token, random) -> {
                String text = token.compact();
                int last = text.lastIndexOf('.') + 3;
                return text.substring(0, last) + (text.charAt(last) == 'A' ? 'B' : 'A') + text.substring(last + 1);
            });

    private static String decision(ResourceDoor door, Case request) {
        return door.decide(new SentRequest(
                        request.authorization(),
                        request.method(),
                        request.target(),
                        request.secure(),
                        request.client()))
                .reason()
                .map(RefusalReason::code)
                .orElse("none");
    }

    private void agree(ResourceDoor door, Path settings, Case request, List<String> more) throws Exception {
        agree(decision(door, request), settings, request, more);
    }

    private void agree(String atTheDoor, Path settings, Case request, List<String> more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("explain", "--settings", settings.toString(), "--request-head", "-", "--json"));
        arguments.addAll(more);
        if (!request.secure()) {
            arguments.add("--plain-http");
        }
        if (request.client() != null) {
            arguments.addAll(List.of("--cert", certificate(request.client()).toString()));
        }
        StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\n");
        request.authorization()
                .forEach(line -> head.append("Authorization: ").append(line).append('\n'));
        Run run = Run.with(head.toString(), arguments.toArray(new String[0]));

        assertThat(run.out()).as(head + run.err()).isNotEmpty();
        Object explained = StrictJson.parseObject(run.out()).get("reason");
        assertThat(explained == null ? "none" : explained)
                .as("of " + request + " with " + more + "\n" + run.out())
                .isEqualTo(atTheDoor);
        assertThat(run.code()).isEqualTo(explained == null ? 0 : explained.equals("verification_unavailable") ? 3 : 1);
        if (explained != null) {
            codes.add(atTheDoor);
        }
    }

    private Path certificate(TestIdentity identity) {
        return certificates.computeIfAbsent(
                identity.thumbprint(),
                name -> identity.writePemCertificates(directory, "certificate-" + certificates.size()));
    }

    private void introspection() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(variants().get(0));
        settings.put("verification", "introspection");
        settings.put("clientId", "the-resource");
        settings.put("clientAuthentication", "client_secret_basic");
        settings.put("clientSecret", "secret");
        issuer.opaqueTokens().clients(ClientCheck.secret("the-resource", "secret"));
        Path file = settingsFile("introspection", settings);
        try (ResourceDoor door = door(file)) {
            agree(door, file, new Case("made-up", PKI.serverA()), List.of("--online"));
            String good = issuer.opaqueTokens().issue(issuer.opaqueTokens().boundTo(PKI.serverA()));
            agree(door, file, new Case(good, PKI.serverA()), List.of("--online"));
            agree(door, file, new Case(good, PKI.thief()), List.of("--online"));
        }
    }

    private void outage() throws Exception {
        Path file = settingsFile("outage", variants().get(0));
        String token = issuer.tokens().boundTo(PKI.serverA()).compact();
        issuer.goDown();
        try (ResourceDoor door = door(file)) {
            agree(door, file, new Case(token, PKI.serverA()), List.of("--online"));
        }
    }

    /** A filter or valve that cannot open refuses every request by this code. */
    private void misconfigured() throws Exception {
        Path file = settingsFile("wrong", Map.of("issuer", "http://plain.example"));
        Run run = Run.of("explain", "--settings", file.toString(), "--token-file", "-", "--json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(StrictJson.parseObject(run.out())).containsEntry("reason", io.holdfast.door.ShutDoor.REASON);
        codes.add(io.holdfast.door.ShutDoor.REASON);
    }
}
