package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.testkit.Await;
import io.holdfast.testpki.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many callers while the certificate changes again and again. */
@Timeout(120)
class RotationUnderLoadTest {
    private static final int CALLERS = 8;
    private static final int ROTATIONS = 20;

    private static final List<TestIdentity> IDENTITIES = new ArrayList<>();

    @BeforeAll
    static void issueCertificates() {
        for (int i = 0; i <= ROTATIONS; i++) {
            IDENTITIES.add(PKI.identity("CN=Server A,OU=Orders,O=Partner A").build());
        }
    }

    @ParameterizedTest(name = "C-1 C-5 C-6 F9 no call fails and no token rides on a connection of another, {0}")
    @EnumSource
    void failsNoCall(Transport transport) throws Exception {
        RotatingKeys keys = new RotatingKeys(IDENTITIES.get(0));
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (PartnerWorld world = new PartnerWorld();
                RecordingApi api = new RecordingApi(PKI.server())) {
            KeyRing keyRing = world.closing(world.keyRing(PKI.serverA())
                    .keyStore(keys)
                    .allowedOrigins(api.origin())
                    .build());
            Transport.Client client = world.closing(transport.open(keyRing));
            client.get(api.uri("/orders"));
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> {
                    int calls = 0;
                    for (; !over.get(); calls++) {
                        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
                    }
                    return calls;
                }));
            }

            for (TestIdentity next : IDENTITIES.subList(1, IDENTITIES.size())) {
                keys.hold(next);
                assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);
                int before = api.calls().size();
                // Each caller may have one call under way that began before; one more has the new certificate.
                Await.until(() -> api.calls().size() > before + CALLERS
                        || callers.stream().anyMatch(Future::isDone));
            }
            over.set(true);
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).isPositive();
            }

            assertThat(api.calls()).allSatisfy(call -> {
                assertThat(call.thumbprint()).isNotNull();
                assertThat(claimsOf(call)).contains("\"" + call.thumbprint() + "\"");
            });
            assertThat(api.calls())
                    .extracting(RecordingApi.Call::thumbprint)
                    .contains(IDENTITIES.get(ROTATIONS).thumbprint());
            assertThat(world.tokenCalls()).hasSize(ROTATIONS + 1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String claimsOf(RecordingApi.Call call) {
        String token = String.valueOf(call.authorization()).substring("Bearer ".length());
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
}
