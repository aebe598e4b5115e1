package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing with a key that only its own provider can use, as one in hardware or in a cloud's key service. */
class JwsSigningTest {
    private static final TestIdentity RSA =
            TestPki.create().identity("CN=RSA").rsa(2048).build();
    private static final byte[] TEXT = "header.claims".getBytes(StandardCharsets.US_ASCII);

    private final Provider hardware = new HardwareProvider();

    @BeforeEach
    void install() {
        Security.addProvider(hardware);
    }

    @AfterEach
    void remove() {
        Security.removeProvider(hardware.getName());
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    @DisplayName("S-55 signs with the key's own provider, whatever the algorithm's parameters")
    void signsWithTheKeysOwnProvider(SignatureAlgorithm algorithm) throws Exception {
        byte[] signed = JwsSigning.sign(algorithm, new HardwareKey(RSA.privateKey()), TEXT);

        Signature verifying = Signature.getInstance(algorithm.jcaNames().get(0));
        if (algorithm.parameters() != null) {
            verifying.setParameter(algorithm.parameters());
        }
        verifying.initVerify(RSA.certificate().getPublicKey());
        verifying.update(TEXT);
        assertThat(verifying.verify(signed)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"PS256", "PS384", "PS512"})
    @DisplayName("C-38 tries the algorithm's other name where a provider throws whatever it likes")
    void triesTheOtherName(SignatureAlgorithm algorithm) throws Exception {
        hardware.put("Signature.RSASSA-PSS", HardwareSignature.MissingMechanism.class.getName());
        HardwareKey key = new HardwareKey(RSA.privateKey());

        assertThatThrownBy(() -> JwsSigning.sign(algorithm, key, TEXT))
                .isInstanceOf(ProviderException.class)
                .hasMessage("CKR_MECHANISM_INVALID");

        hardware.put("Signature." + algorithm.jcaNames().get(1), HardwareSignature.RSASSAPSS.class.getName());
        assertThat(JwsSigning.sign(algorithm, key, TEXT)).hasSize(256);
    }

    private static final class HardwareProvider extends Provider {
        private static final long serialVersionUID = 1L;

        private HardwareProvider() {
            super("TestHardware", "1", "Signs with keys that no other provider can use.");
            for (String name : new String[] {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "RSASSA-PSS"}) {
                put("Signature." + name, HardwareSignature.class.getName() + "$" + name.replace("-", ""));
            }
        }
    }
}
