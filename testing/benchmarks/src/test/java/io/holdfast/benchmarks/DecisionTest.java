package io.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the benchmarks measure what they say. */
final class DecisionTest {
    static Stream<Arguments> everyone() {
        Stream<Arguments> libraries = Stream.of("bare", "jose4j", "nimbus", "spring", "holdfast", "seen")
                .flatMap(by -> Stream.of("RS256", "PS256", "ES256", "EdDSA")
                        .map(algorithm -> Arguments.of(by, algorithm, "platform")));
        Stream<Arguments> providers = Stream.of("AmazonCorrettoCryptoProvider", "BC", "BCFIPS")
                .flatMap(provider -> Stream.of("RS256", "PS256", "ES256", "EdDSA")
                        .map(algorithm -> Arguments.of("holdfast", algorithm, provider)));
        return Stream.concat(libraries, providers);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("everyone")
    void acceptsTheGoodTokenAndRefusesTheThief(String by, String algorithm, String provider) throws Exception {
        Assumptions.assumeTrue(!provider.startsWith("Amazon")
                || (System.getProperty("os.name") + System.getProperty("os.arch")).equals("Linuxamd64"));
        Decision decision = new Decision();
        decision.by = by;
        decision.algorithm = algorithm;
        decision.provider = provider;
        decision.tokens = 3;
        if (by.equals("nimbus") || by.equals("spring")) {
            Assumptions.assumeTrue(!algorithm.equals("EdDSA"), "Nimbus needs another library for it");
        }
        decision.prepare();
        try {
            assertThat(decision.acceptGoodToken(new Decision.Turn())).isNotNull();
            assertThat(decision.acceptsGoodToken()).isTrue();
            // The bare check is the limit: it compares nothing.
            assertThat(decision.acceptsStolenToken()).isEqualTo(by.equals("bare"));
        } finally {
            decision.end();
        }
    }
}
