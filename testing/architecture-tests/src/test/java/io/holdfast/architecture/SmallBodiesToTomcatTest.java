package io.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.httpclient.AsyncBoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestPki;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tomcat and the HTTP/2 of HttpCore, over connections that are used again. Once a newer one of them mends it, the first test
 * fails, and docs/call-a-protected-api.md needs no advice any more.
 */
@Timeout(60)
class SmallBodiesToTomcatTest {
    private static final int CALLS = 12;

    private final TestPki pki = TestPki.create();

    @TempDir
    private Path directory;

    @Test
    @DisplayName("C-37 Tomcat ends an HTTP/2 connection that carries small bodies, and the log says once what to set")
    void saysWhatToSet() throws Exception {
        TestLog log = new TestLog();

        List<String> outcomes = post(HttpVersionPolicy.NEGOTIATE);

        assertThat(outcomes)
                .contains("200")
                .anySatisfy(outcome -> assertThat(outcome).contains("Connection terminated by the peer (11)"));
        assertThat(log.text().lines().filter(line -> line.contains(" WARN ") && line.contains("ENHANCE_YOUR_CALM")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("https://localhost:", "HttpVersionPolicy.FORCE_HTTP_1")
                        .contains("overheadDataThreshold=\"0\""));
    }

    @Test
    @DisplayName("C-37 with the TlsConfig of the documentation every small body arrives")
    void sendsSmallBodies() throws Exception {
        assertThat(post(HttpVersionPolicy.FORCE_HTTP_1)).hasSize(CALLS).containsOnly("200");
    }

    /** The status of each call, or why there is none. */
    private List<String> post(HttpVersionPolicy policy) throws Exception {
        List<String> outcomes = new ArrayList<>();
        try (FakeAuthorizationServer login = FakeAuthorizationServer.start(pki.server());
                Door api = TomcatServer.start(
                        directory, pki.server(), TestWar.of("javax").servedBy(OrdersServlet.class.getName()));
                KeyRing keyRing = KeyRing.builder()
                        .keyStore(() -> KeyMaterial.of(
                                pki.serverA().privateKey(), pki.serverA().chain()))
                        .trust(TrustedCertificates.of(List.of(pki.authority().certificate())))
                        .tokenEndpoint(login.uri("/token"))
                        .clientId("server-a")
                        .allowedOrigins(api.secure().toString())
                        .build();
                CloseableHttpAsyncClient client = AsyncBoundTokenInterceptor.of(keyRing)
                        .configure(
                                HttpAsyncClients.custom(),
                                pool -> pool.setDefaultTlsConfig(TlsConfig.custom()
                                        .setVersionPolicy(policy)
                                        .build()))
                        .build()) {
            client.start();
            for (int i = 0; i < CALLS; i++) {
                SimpleHttpRequest request = SimpleRequestBuilder.post(URI.create(api.secure() + "/api/orders"))
                        .setBody("one", ContentType.TEXT_PLAIN)
                        .build();
                try {
                    outcomes.add(String.valueOf(client.execute(request, null)
                            .get(20, TimeUnit.SECONDS)
                            .getCode()));
                } catch (ExecutionException e) {
                    outcomes.add(String.valueOf(e.getCause()));
                }
            }
        }
        return outcomes;
    }
}
