package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.TestPki;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyManagerSourceTest {
    private static final TestPki PKI = TestPki.create();

    @Test
    @DisplayName("takes key and chain of an alias from a key manager")
    void takesTheAlias() throws Exception {
        KeyMaterial material = KeyManagerSource.of(keyManager(), "identity").load();

        assertThat(material.certificateChain()).isEqualTo(PKI.serverA().chain());
        assertThat(material.privateKey()).isEqualTo(PKI.serverA().privateKey());
    }

    @Test
    @DisplayName("an alias that the key manager does not have is named")
    void namesAMissingAlias() throws Exception {
        KeyManagerSource source = KeyManagerSource.of(keyManager(), "nobody");

        assertThatThrownBy(source::load)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("nobody");
    }

    private static X509KeyManager keyManager() throws Exception {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(PKI.serverA().keyStore("PKCS12", "identity", password), password);
        return (X509KeyManager) factory.getKeyManagers()[0];
    }
}
