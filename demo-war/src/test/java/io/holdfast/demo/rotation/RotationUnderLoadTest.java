package io.holdfast.demo.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.launcher.DemoFiles;
import io.holdfast.demo.launcher.DemoRegistrations;
import io.holdfast.demo.launcher.DemoServer;
import io.holdfast.demo.launcher.OverrideDescriptor;
import io.holdfast.httpclient.AsyncBoundTokenInterceptor;
import io.holdfast.httpclient.BoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.TokenRule;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.HeldPort;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The client's certificate rotates while eight threads call two protected resources: the demo's token service, the
 * filter, the files of the key store and every connection are real.
 */
@Timeout(180)
@Tag("under-load")
class RotationUnderLoadTest {
    private static final int CALLERS = 8;
    private static final int ROTATIONS = 20;
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private DemoServer tokenService;
    private RecordingResource resource;
    private RotatedKeyStore keyStore;
    private KeyRing keyRing;

    enum Kind {
        CLASSIC,
        ASYNC
    }

    @BeforeEach
    void start() throws Exception {
        tokenService = DemoServer.open(PKI.server(), 0, 0);
        DemoFiles files = DemoFiles.write(directory, PKI, tokenService.urls());
        Path authority = files.path("authority.crt");
        tokenService.startUnpackaged(files.override(OverrideDescriptor.of(tokenService.urls(), files)
                .context("holdfast.demo.roles", "token-service")
                .context("holdfast.demo.registrationsFile", registrations().toString())));
        resource = new RecordingResource(PKI.server(), tokenService.urls().issuer(), authority.toString());
        keyStore = new RotatedKeyStore(PKI, directory, ROTATIONS);
        keyRing = KeyRing.builder()
                .keyStore(KeyStoreFile.at(keyStore.file())
                        .password(RotatedKeyStore.PASSWORD)
                        .build())
                .trust(TrustedCertificates.load(authority, null, null))
                .issuer(tokenService.urls().issuer())
                .clientId(DemoFiles.SERVER_A)
                .rule(rule("orders"))
                .rule(rule("invoices"))
                .build();
    }

    private Path registrations() throws IOException {
        Map<String, Object> client = DemoRegistrations.client(
                DemoFiles.SERVER_A, "Partner A", "tls_client_auth", "orders:read invoices:read");
        client.put("tls_client_auth_subject_dn", "CN=Server A,OU=Orders,O=Partner A");
        List<Map<String, Object>> resources = RecordingResource.NAMES.stream()
                .map(name -> DemoRegistrations.resource(
                        RecordingResource.identifier(name), RecordingResource.identifier(name), name + ":read"))
                .toList();
        return Files.writeString(
                directory.resolve("other-registrations.json"), DemoRegistrations.json(resources, List.of(client)));
    }

    private TokenRule rule(String name) {
        return TokenRule.at(resource.origin())
                .paths("/" + name)
                .scopes(name + ":read")
                .resources(RecordingResource.identifier(name))
                .build();
    }

    @AfterEach
    void stop() {
        keyRing.close();
        resource.close();
        tokenService.close();
    }

    @ParameterizedTest(
            name = "C-1 C-5 C-6 F9 twenty rotations under load, {0}: no call fails, no token is on a wrong connection")
    @EnumSource(Kind.class)
    void rotatesUnderLoad(Kind kind) throws Exception {
        try (Client client = client(kind);
                Callers callers = new Callers(CALLERS, client)) {
            callers.awaitCalls(100);
            for (int i = 0; i < ROTATIONS; i++) {
                awaitInUse(keyStore.rotate());
                callers.awaitCalls(20);
            }
            callers.close();
            report(kind + ", " + ROTATIONS + " rotations", callers);
            assertFlawless(callers);
        }
    }

    @ParameterizedTest(
            name = "C-5 C-22 with the token service down for five seconds and a rotation meanwhile, {0}: no call fails")
    @EnumSource(Kind.class)
    void bridgesAnOutage(Kind kind) throws Exception {
        try (Client client = client(kind);
                Callers callers = new Callers(CALLERS, client)) {
            callers.awaitCalls(100);
            for (int i = 0; i < ROTATIONS / 2; i++) {
                awaitInUse(keyStore.rotate());
            }
            String next = whileTokenServiceIsDown(() -> {
                long down = System.nanoTime();
                String rotated = keyStore.rotate();
                while (System.nanoTime() - down < TimeUnit.SECONDS.toNanos(5)) {
                    callers.awaitCalls(10);
                }
                assertThat(keyRing.credentials().thumbprint().value()).isNotEqualTo(rotated);
                return rotated;
            });
            awaitInUse(next);
            for (int i = keyStore.generations(); i <= ROTATIONS; i++) {
                awaitInUse(keyStore.rotate());
            }
            callers.awaitCalls(20);
            callers.close();
            report(kind + ", token service down for 5 s of " + ROTATIONS + " rotations", callers);
            assertFlawless(callers);
        }
    }

    private String whileTokenServiceIsDown(Callable<String> rotation) throws Exception {
        int ordinaryPort = URI.create(tokenService.urls().issuer()).getPort();
        int mutualPort = URI.create(tokenService.urls().mtlsBaseUrl()).getPort();
        tokenService.goDown();
        String next;
        try (HeldPort ordinary = HeldPort.hold(ordinaryPort);
                HeldPort mutual = HeldPort.hold(mutualPort)) {
            next = rotation.call();
        }
        tokenService.comeBack();
        return next;
    }

    private void assertFlawless(Callers callers) {
        assertThat(callers.failures()).isEmpty();
        assertThat(keyStore.generations()).isEqualTo(ROTATIONS + 1);
        List<RecordingResource.Call> calls = resource.calls();
        assertThat(calls).hasSizeGreaterThanOrEqualTo(callers.calls());
        assertThat(calls).filteredOn(RecordingResource.Call::isMixed).isEmpty();
        assertThat(calls).extracting(RecordingResource.Call::status).containsOnly(200);
        Set<String> certificates =
                calls.stream().map(RecordingResource.Call::certificate).collect(Collectors.toSet());
        assertThat(certificates).hasSize(keyStore.generations());
        assertThat(tokenService.tokenCalls())
                .isLessThanOrEqualTo(keyStore.generations() * RecordingResource.NAMES.size());
    }

    private void report(String what, Callers callers) {
        System.out.printf(
                "%s: %d calls, %d failed, %d with a token of another certificate, %d token calls for %d generations"
                        + " and %d resources%n",
                what,
                callers.calls(),
                callers.failures().size(),
                resource.calls().stream()
                        .filter(RecordingResource.Call::isMixed)
                        .count(),
                tokenService.tokenCalls(),
                keyStore.generations(),
                RecordingResource.NAMES.size());
    }

    private void awaitInUse(String thumbprint) throws InterruptedException {
        long begin = System.nanoTime();
        while (!keyRing.credentials().thumbprint().value().equals(thumbprint)) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
            Thread.sleep(10);
        }
    }

    private Client client(Kind kind) {
        return kind == Kind.CLASSIC ? new Classic() : new Async();
    }

    private interface Client extends Callers.Call, AutoCloseable {}

    private final class Classic implements Client {
        private final CloseableHttpClient client = BoundTokenInterceptor.of(keyRing)
                .configure(HttpClients.custom())
                .build();

        @Override
        public int to(String path) throws Exception {
            HttpPost post = new HttpPost(resource.origin() + path);
            post.setEntity(new StringEntity("an order"));
            return client.execute(post, response -> {
                EntityUtils.consume(response.getEntity());
                return response.getCode();
            });
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }

    private final class Async implements Client {
        private final CloseableHttpAsyncClient client = AsyncBoundTokenInterceptor.of(keyRing)
                .configure(HttpAsyncClients.custom())
                .build();

        private Async() {
            client.start();
        }

        @Override
        public int to(String path) throws Exception {
            SimpleHttpRequest post = SimpleRequestBuilder.post(resource.origin() + path)
                    .setBody("an order", ContentType.TEXT_PLAIN)
                    .build();
            return client.execute(post, null).get(30, TimeUnit.SECONDS).getCode();
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }
}
