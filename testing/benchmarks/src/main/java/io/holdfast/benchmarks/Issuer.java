package io.holdfast.benchmarks;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes real tokens, bound to the real certificates of a few partners. */
final class Issuer {
    static final TestPki PKI = TestPki.create();

    private static final int PARTNERS = 16;

    private final TestTokens tokens;
    private final SigningKey key;
    private final List<TestIdentity> partners = new ArrayList<>();

    Issuer(String issuer, String algorithm) {
        // Makes the tokens live as long as the benchmark, without an issue time in the future.
        this.tokens = TestTokens.of(issuer, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-5)));
        this.key = switch (algorithm) {
            case "ES256" -> tokens.ecKey();
            case "EdDSA" -> tokens.edKey();
            default -> tokens.rsaKey().as(algorithm);
        };
        for (int i = 0; i < PARTNERS; i++) {
            partners.add(PKI.identity("CN=partner-" + i).build());
        }
    }

    SigningKey key() {
        return key;
    }

    String name() {
        return tokens.issuer();
    }

    /** Issues this number of tokens, all different and each in a request over its partner's connection. */
    List<SentToken> issue(int number) {
        return issue(0, number);
    }

    /** Issues this number of tokens, numbered from the first. */
    List<SentToken> issue(int first, int number) {
        return IntStream.range(first, first + number)
                .parallel()
                .mapToObj(this::issueTo)
                .toList();
    }

    private SentToken issueTo(int number) {
        TestIdentity partner = partners.get(number % PARTNERS);
        long now = System.currentTimeMillis() / 1000;
        String text = tokens.boundTo(partner)
                .claim("sub", "user-" + number + "@partner-" + number % PARTNERS + ".example.com")
                .claim("client_id", "partner-" + number % PARTNERS)
                .claim("exp", now + 7200)
                .signedBy(key)
                .compact();
        return SentToken.of(text, partner.certificate());
    }

    /** Puts the token into a request over the thief's connection. */
    static SentToken stolen(SentToken token) {
        return SentToken.of(token.token(), PKI.thief().certificate());
    }
}
