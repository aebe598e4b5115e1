package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testpki.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyRotationTest {
    private Parties parties;
    private TestIdentity serverA;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
        serverA = parties.pki.serverA();
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    @Test
    @DisplayName("A-40 after a rotation the new key signs, and both are published")
    void publishesBoth() throws Exception {
        Object old = issue().header().get("kid");

        String kid = parties.service().rotateSigningKey();

        assertThat(issue().header()).containsEntry("kid", kid);
        assertThat(publishedKids()).containsExactly(kid, (String) old);
        assertThat(parties.service().signingKeyIds()).isEqualTo(publishedKids());
    }

    @Test
    @DisplayName("A-40 the old key goes when the last token that it has signed expires, and not before")
    void publishesUntilTheLastTokenExpires() throws Exception {
        issue();
        parties.clock.advance(Duration.ofSeconds(100));
        String last = issue().text();
        String kid = parties.service().rotateSigningKey();

        parties.clock.advance(Duration.ofSeconds(299));
        assertThat(publishedKids()).hasSize(2);
        assertThat(parties.introspected(last)).containsEntry("active", true);
        parties.clock.advance(Duration.ofSeconds(1));
        assertThat(publishedKids()).containsExactly(kid);
    }

    @Test
    @DisplayName("A-40 several old keys are published side by side")
    void publishesSeveral() throws Exception {
        List<String> kids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            kids.add(0, (String) issue().header().get("kid"));
            parties.service().rotateSigningKey();
        }

        assertThat(publishedKids()).hasSize(4).endsWith(kids.toArray(new String[0]));
    }

    @Test
    @DisplayName("A-40 a withdrawn key is gone at once, and what it has signed is not active any more")
    void withdraws() throws Exception {
        String token = issue().text();
        String kid = parties.service().rotateSigningKey();

        parties.service().withdrawRetiredKeys();

        assertThat(publishedKids()).containsExactly(kid);
        assertThat(parties.introspected(token)).isEqualTo(Map.of("active", false));
        Parties.assertError(parties.exchange(parties.orders, "orders-api", token), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-40 an opaque token does not care which key is withdrawn")
    void leavesOpaqueTokens() throws Exception {
        String token = parties.token("opaque", serverA);
        parties.service().rotateSigningKey();
        parties.service().withdrawRetiredKeys();

        assertThat(parties.introspected(token)).containsEntry("active", true);
    }

    @Test
    @DisplayName("A-39 each kid is the RFC 7638 thumbprint of its public key, and no private member is published")
    void namesKeysByThumbprint() throws Exception {
        issue();
        parties.service().rotateSigningKey();

        assertThat(published()).hasSize(2).allSatisfy(key -> {
            assertThat(key).containsOnlyKeys("kty", "crv", "x", "y", "kid", "use", "alg");
            String canonical =
                    "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + key.get("x") + "\",\"y\":\"" + key.get("y") + "\"}";
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII));
            assertThat(key.get("kid"))
                    .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        });
    }

    @Test
    @DisplayName("A-40 whatever is signed while keys are rotated, its key is published")
    void rotatesUnderLoad() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> kids = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                kids.add(threads.submit(() -> (String)
                        IssuedToken.of(parties.service().testToken("server-a").mint())
                                .header()
                                .get("kid")));
                if (i % 20 == 0) {
                    parties.service().rotateSigningKey();
                }
            }
            for (Future<String> kid : kids) {
                assertThat(parties.service().signingKeyIds()).contains(kid.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private IssuedToken issue() throws Exception {
        return IssuedToken.of(parties.token("server-a", serverA));
    }

    private List<String> publishedKids() throws Exception {
        return published().stream().map(key -> (String) key.get("kid")).toList();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> published() throws Exception {
        return (List<Map<String, Object>>)
                json(parties.running.ordinary(RawRequest.get("/jwks"))).get("keys");
    }
}
