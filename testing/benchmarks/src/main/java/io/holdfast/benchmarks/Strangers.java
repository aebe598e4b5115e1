package io.holdfast.benchmarks;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Measures the load that a flood of strangers causes at the authorization server, and the service that a client gets
 * meanwhile: a real door over TLS whose connector accepts any certificate, strangers without a certificate or with a
 * new self-signed one for each request, which their forged tokens name, and one client. The signing key of its JWTs
 * changes without notice in the middle of the flood. Then measures the cost of a forged token whose issuer publishes
 * huge keys.
 */
public final class Strangers {
    private static final int THREADS = 2;
    private static final int CERTIFICATES = 300;
    private static final int SECONDS = Integer.getInteger("benchmarks.seconds", 12);
    private static final X509Certificate TRUSTED = Issuer.PKI.authority().certificate();

    /** Tomcat's loggers, whose warnings do not matter here. Held strongly, so that their levels stay. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.apache.catalina.loader"), Logger.getLogger("org.apache.tomcat.util.net"));

    private final boolean opaque;
    private final boolean certified;
    private final FakeAuthorizationServer issuer;
    private final URI door;
    private final List<TestIdentity> certificates;
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<Integer, Integer> known = new TreeMap<>();
    private final Map<Integer, Integer> young = new TreeMap<>();
    private volatile boolean over;

    private Strangers(
            boolean opaque,
            boolean certified,
            FakeAuthorizationServer issuer,
            GuardedServer door,
            List<TestIdentity> certificates) {
        this.opaque = opaque;
        this.certified = certified;
        this.issuer = issuer;
        this.door = URI.create("https://localhost:" + door.port());
        this.certificates = certificates;
    }

    /** Runs the flood; takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        List<TestIdentity> certificates = new ArrayList<>();
        for (int i = 0; i < CERTIFICATES; i++) {
            certificates.add(
                    Issuer.PKI.identity("CN=Stranger " + i).selfSigned().build());
        }
        System.out.println(
                "| strangers | with | requests a second | key fetches a second | introspections of theirs a second"
                        + " | tokens verified before got | new good tokens got | first 200 after the rotation |");
        System.out.println("| --- | --- | ---: | ---: | ---: | --- | --- | --- |");
        for (boolean opaque : new boolean[] {false, true}) {
            for (boolean certified : new boolean[] {false, true}) {
                run(opaque, certified, "enforce", certificates);
            }
        }
        run(true, false, "report-only", certificates);
        CostlyKeys.measure();
    }

    private static void run(boolean opaque, boolean certified, String mode, List<TestIdentity> certificates)
            throws Exception {
        Path directory = Files.createTempDirectory("holdfast-strangers");
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(Issuer.PKI.server())) {
            Map<String, String> settings = new HashMap<>(Map.of("issuer", issuer.issuer(), "mode", mode));
            if (opaque) {
                settings.put("verification", "introspection");
                settings.put("introspectionCacheSeconds", "1");
                settings.put("clientId", OpaqueTokens.CLIENT_ID);
                settings.put("keyStorePassword", "changeit");
                settings.put(
                        "keyStore",
                        Issuer.PKI
                                .partnerB()
                                .writePkcs12(directory, "client", "changeit".toCharArray())
                                .toString());
            }
            try (GuardedServer door = GuardedServer.start(directory, "optional", settings)) {
                String row = new Strangers(opaque, certified, issuer, door, certificates).measured();
                System.out.println(row.replace("| no certificate |", "| no certificate, " + mode + " |"));
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private String measured() throws Exception {
        String before = token(null);
        while (ask(before) != 200) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        long start = System.nanoTime();
        int fetched = issuer.calls(FakeAuthorizationServer.JWKS_PATH).size();
        String rotated = "–";
        List<Future<?>> floods = new ArrayList<>();
        try {
            for (int i = 0; i < THREADS; i++) {
                floods.add(threads.submit(this::flood));
            }
            askUntil(start + TimeUnit.SECONDS.toNanos(SECONDS), before, null);
            if (!opaque) {
                rotated = afterRotation(before);
            }
        } finally {
            over = true;
            threads.shutdown();
        }
        for (Future<?> flood : floods) {
            flood.get(30, TimeUnit.SECONDS);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long introspected = issuer.calls(FakeAuthorizationServer.INTROSPECTION_PATH).stream()
                .filter(call -> call.formValue("token").orElse("").startsWith("forged"))
                .count();
        return String.format(
                "| %s | %s | %.0f | %.2f | %.1f | %s | %s | %s |",
                opaque ? "made-up opaque tokens" : "JWTs of made-up kids",
                certified ? "a new self-signed certificate each" : "no certificate",
                sent.get() / seconds,
                (issuer.calls(FakeAuthorizationServer.JWKS_PATH).size() - fetched) / seconds,
                introspected / seconds,
                known,
                young,
                rotated);
    }

    /**
     * Measures the time for which the flood keeps the client from its new key; signing with it begins right after a
     * fetch for strangers.
     */
    private String afterRotation(String before) throws Exception {
        int fetches = issuer.calls(FakeAuthorizationServer.JWKS_PATH).size();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(12);
        while (issuer.calls(FakeAuthorizationServer.JWKS_PATH).size() == fetches && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        SigningKey next = SigningKey.rs256("next");
        issuer.always(
                FakeAuthorizationServer.JWKS_PATH,
                ScriptedAnswer.json(200, TestTokens.jwkSet(issuer.tokens().rsaKey(), next)));
        young.clear();
        long rotation = System.nanoTime();
        askUntil(rotation + TimeUnit.SECONDS.toNanos(12), before, next);
        return young.containsKey(200) ? String.format("%.1f s", (firstYoung - rotation) / 1e9) : "never";
    }

    private long firstYoung;

    private void askUntil(long end, String before, @Nullable SigningKey key) throws Exception {
        firstYoung = 0;
        while (System.nanoTime() < end) {
            known.merge(ask(before), 1, Integer::sum);
            int status = ask(token(key));
            young.merge(status, 1, Integer::sum);
            if (status == 200 && firstYoung == 0) {
                firstYoung = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private String token(@Nullable SigningKey key) {
        TestIdentity client = Issuer.PKI.serverA();
        if (opaque) {
            return issuer.opaqueTokens().issue(issuer.opaqueTokens().boundTo(client));
        }
        TokenBuilder token = issuer.tokens().boundTo(client);
        return (key == null ? token : token.signedBy(key)).compact();
    }

    private int ask(String token) throws IOException {
        return send(Issuer.PKI.serverA().clientContext(TRUSTED), token);
    }

    private int send(SSLContext context, String token) throws IOException {
        return RawHttpsClient.once(
                        door, context, null, RawRequest.get("/guarded").bearer(token))
                .status();
    }

    private void flood() {
        SSLContext nobody = TestTls.clientWithoutCertificate(TRUSTED);
        while (!over) {
            TestIdentity stranger = certificates.get(sent.getAndIncrement() % CERTIFICATES);
            try {
                send(certified ? stranger.clientContext(TRUSTED) : nobody, forged(stranger));
            } catch (IOException e) {
                // The server has closed the connection: the request counts as sent.
            }
        }
    }

    private String forged(TestIdentity stranger) {
        String name = "forged-" + UUID.randomUUID();
        if (opaque) {
            return name;
        }
        TokenBuilder token = issuer.tokens().boundTo(stranger).header("kid", name);
        return TestTokens.withSignature(token.headerJson(), token.claimsJson(), new byte[256]);
    }
}
