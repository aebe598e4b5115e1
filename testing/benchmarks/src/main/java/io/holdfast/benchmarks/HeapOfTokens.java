package io.holdfast.benchmarks;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.VerificationKey;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

/** Measures the heap that a cached token takes: fills a cache and compares the heap before and after. */
public final class HeapOfTokens {
    private static final int TOKENS = Integer.getInteger("benchmarks.tokens", 100_000);
    private static final int AT_ONCE = 5_000;

    private HeapOfTokens() {}

    /** Runs the measurement; takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Issuer issuer = new Issuer("https://login.example.com", "RS256");
        SigningKey key = issuer.key();
        List<VerificationKey> keys = List.of(VerificationKey.of(key.jwk()).orElseThrow());
        JwtAccessTokenVerifier verifier = JwtAccessTokenVerifier.of(issuer.name(), Set.of(TestTokens.AUDIENCE))
                .cacheSize(TOKENS)
                .build(keyId -> keys);
        fill(verifier, issuer, 0, AT_ONCE);
        long before = usedHeap();
        int filled = verifier.cacheStatus().size();
        for (int from = AT_ONCE; from < TOKENS; from += AT_ONCE) {
            fill(verifier, issuer, from, AT_ONCE);
        }
        int size = verifier.cacheStatus().size();
        System.out.printf(
                "%d remembered tokens, each with its own subject: %.0f bytes of heap each%n",
                size, (usedHeap() - before) / (double) (size - filled));
        if (verifier.cacheStatus().size() != TOKENS) {
            throw new IllegalStateException("not all tokens are remembered");
        }
    }

    private static void fill(JwtAccessTokenVerifier verifier, Issuer issuer, int from, int number) throws Exception {
        for (SentToken sent : issuer.issue(from, number)) {
            verifier.verify(sent.token());
        }
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
