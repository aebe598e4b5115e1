package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SignatureProviderTest {
    private static final String CORRETTO = "AmazonCorrettoCryptoProvider";
    private static final TestTokens TOKENS = TestTokens.of("https://login.example.com");
    private static final Map<String, SigningKey> KEYS = Map.of(
            "ES256", TOKENS.ecKey(),
            "ES384", SigningKey.ec("ES384", "ES384", "secp384r1"),
            "ES512", SigningKey.ec("ES512", "ES512", "secp521r1"),
            "EdDSA", TOKENS.edKey(),
            "Ed25519", TOKENS.edKey().as("Ed25519"));

    /** Each provider with each algorithm; that of Amazon where it has a library for this machine. */
    static Stream<Arguments> providersAndAlgorithms() {
        return Stream.of("", "BC", CORRETTO)
                .flatMap(
                        name -> Stream.of(SignatureAlgorithm.values()).map(algorithm -> Arguments.of(name, algorithm)));
    }

    private static SignatureProvider provider(String name) {
        assumeTrue(!name.equals(CORRETTO) || "amd64".equals(System.getProperty("os.arch")));
        assumeTrue(!name.equals(CORRETTO) || "Linux".equals(System.getProperty("os.name")));
        return name.isEmpty() ? SignatureProvider.platform() : SignatureProvider.named(name);
    }

    @ParameterizedTest(name = "[{index}] {0} {1}")
    @MethodSource("providersAndAlgorithms")
    @DisplayName("S-31 S-34 each provider accepts good signatures and refuses others, again and again")
    void verifiesWithEachProvider(String name, SignatureAlgorithm algorithm) throws Exception {
        SignatureProvider provider = provider(name);
        SigningKey key = KEYS.getOrDefault(algorithm.name(), TOKENS.rsaKey().as(algorithm.name()));
        JwtAccessTokenVerifier verifier = JwtAccessTokenVerifier.of(TOKENS.issuer(), Set.of(TestTokens.AUDIENCE))
                .algorithms(EnumSet.of(algorithm))
                .signatureProvider(provider)
                .cacheSize(0)
                .build(keyId -> List.of(VerificationKey.of(key.jwk()).orElseThrow()));
        TokenBuilder token = TOKENS.unbound().signedBy(key);
        String good = token.compact();
        byte[] signature = key.sign(good.substring(0, good.lastIndexOf('.')));
        signature[signature.length / 2] ^= 4;
        String bad = TestTokens.withSignature(token.headerJson(), token.claimsJson(), signature);
        String zeros = TestTokens.withSignature(token.headerJson(), token.claimsJson(), new byte[signature.length]);

        assertThatCode(() -> provider.requireAll(EnumSet.of(algorithm))).doesNotThrowAnyException();
        for (int i = 0; i < 3; i++) {
            assertThat(verifier.verify(good)).isNotNull();
            for (String wrong : List.of(bad, zeros)) {
                assertThatExceptionOfType(TokenRejectedException.class)
                        .isThrownBy(() -> verifier.verify(wrong))
                        .matches(e -> e.rejection() == TokenRejection.TOKEN_SIGNATURE);
            }
        }
    }

    @Test
    @DisplayName("S-59 a provider from the class path is not registered in the JVM")
    void registersNothing() {
        List<Provider> before = List.of(Security.getProviders());

        assertThat(SignatureProvider.named("BC")).hasToString("BC");
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
    }

    @Test
    @DisplayName("S-48 takes a provider that the JVM has")
    void takesARegisteredProvider() {
        SignatureProvider provider = SignatureProvider.named("SunRsaSign");

        assertThatCode(() -> provider.requireAll(EnumSet.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS512)))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.requireAll(EnumSet.of(SignatureAlgorithm.ES256)))
                .withMessageContaining("does not verify ES256");
    }

    @Test
    @DisplayName("S-48 knows which algorithms a provider verifies; the platform does not help it")
    void knowsItsAlgorithms() {
        SignatureProvider rsaAlone = SignatureProvider.named("SunRsaSign");
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            assertThat(SignatureProvider.platform().has(algorithm))
                    .as("platform %s", algorithm)
                    .isTrue();
            assertThat(rsaAlone.has(algorithm))
                    .as("SunRsaSign %s", algorithm)
                    .isEqualTo(algorithm.name().matches("[RP]S\\d+"));
        }
    }

    @Test
    @DisplayName("S-48 describes a provider by its version and, if it was loaded, its place")
    void describesItself() {
        assertThat(SignatureProvider.platform().described()).isEqualTo("the Java platform");
        assertThat(SignatureProvider.named("SunRsaSign").described())
                .startsWith("SunRsaSign version")
                .doesNotContain(" from ");
        assertThat(SignatureProvider.named("BC").described()).matches("BC version \\S+ from file:.*bcprov.*\\.jar");
    }

    @Test
    @DisplayName("S-48 makes a key the provider's own if the provider can")
    void translatesKeys() throws Exception {
        PublicKey rsa = KeyPairGenerator.getInstance("RSA", "SunRsaSign")
                .generateKeyPair()
                .getPublic();

        assertThat(SignatureProvider.platform().translated(rsa)).isSameAs(rsa);
        assertThat(SignatureProvider.named("BC").translated(rsa).getClass().getName())
                .startsWith("org.bouncycastle.");
        assertThat(SignatureProvider.named("SunEC").translated(rsa)).isSameAs(rsa);
    }

    @Test
    @DisplayName("S-48 refuses a provider that is unknown or not there, and says what to do")
    void refusesWhatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureProvider.named("Bouncy"))
                .withMessageContaining("[AmazonCorrettoCryptoProvider, BC, BCFIPS]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureProvider.named("BCFIPS"))
                .withMessageContaining("bc-fips");
    }

    @Test
    @DisplayName("S-48 a provider that calls every signature good is refused")
    void refusesAProviderThatLies() {
        Provider liar = new Provider("Liar", "1", "says yes") {
            private static final long serialVersionUID = 1L;
        };
        liar.put("Signature.SHA256withRSA", LyingSignature.class.getName());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureProvider.of(liar).requireAll(EnumSet.of(SignatureAlgorithm.RS256)))
                .withMessageContaining("does not verify RS256");
    }
}
