package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs11KeyStoreTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName("a provider that is not there is named")
    void namesAMissingProvider() {
        assertThatThrownBy(Pkcs11KeyStore.ofProvider("SunPKCS11-nobody").build()::load)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("SunPKCS11-nobody")
                .hasMessageContaining("java.security");
    }

    @Test
    @DisplayName("a configuration that is missing or names no library is refused with what to do")
    void refusesABrokenConfiguration() throws Exception {
        Path file = directory.resolve("hsm.cfg");
        assertThatThrownBy(Pkcs11KeyStore.configuredBy(file).build()::load)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("no readable file");

        Files.writeString(file, "name = hsm\nlibrary = " + directory.resolve("none.so") + "\n");
        assertThatThrownBy(Pkcs11KeyStore.configuredBy(file).build()::load)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("hsm.cfg")
                .hasMessageContaining("library");
    }

    @Test
    @DisplayName("a provider that is not registered is refused, and not registered unasked")
    void refusesAnUnregisteredProvider() {
        Provider[] before = Security.getProviders();

        assertThatThrownBy(Pkcs11KeyStore.ofProvider(new BouncyCastleProvider()).build()::load)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("registerProvider()");

        assertThat(Security.getProviders()).containsExactly(before);
    }

    @Test
    @DisplayName("F7 a PIN that was refused is not tried again, another one is")
    void doesNotLockTheToken() {
        AtomicInteger attempts = new AtomicInteger();
        AtomicReference<String> pin = new AtomicReference<>("hunter2");
        Provider token = new RefusingToken(attempts, new FailedLoginException("CKR_PIN_INCORRECT"));
        Pkcs11KeyStore source = Pkcs11KeyStore.ofProvider(token)
                .pin(() -> pin.get().toCharArray())
                .registerProvider()
                .build();
        try {
            assertThatThrownBy(source::load)
                    .hasMessageContaining("PIN is wrong")
                    .satisfies(failure ->
                            assertThat(KeyStoreFileTest.stackTrace(failure)).doesNotContain("hunter2"));
            assertThatThrownBy(source::load).hasMessageContaining("refused this PIN before");
            assertThat(attempts).hasValue(1);

            pin.set("hunter3");
            assertThatThrownBy(source::load).hasMessageContaining("PIN is wrong");
            assertThat(attempts).hasValue(2);
        } finally {
            Security.removeProvider(token.getName());
        }
    }

    @Test
    @DisplayName("a PIN is tried again after a login that failed because the token was away")
    void triesAgainWhenTheTokenIsBack() {
        AtomicInteger attempts = new AtomicInteger();
        LoginException away = new LoginException();
        away.initCause(new IOException("CKR_DEVICE_ERROR"));
        Provider token = new RefusingToken(attempts, away);
        Pkcs11KeyStore source = Pkcs11KeyStore.ofProvider(token)
                .pin(() -> "hunter2".toCharArray())
                .registerProvider()
                .build();
        try {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(source::load).hasMessageContaining("Check that it is there");
            }
            assertThat(attempts).hasValue(2);
        } finally {
            Security.removeProvider(token.getName());
        }
    }

    @Test
    @DisplayName("F7 shows provider and alias, no PIN")
    void showsNoPin() {
        Pkcs11KeyStore source = Pkcs11KeyStore.ofProvider("SunPKCS11-hsm")
                .pin(PasswordSource.of("hunter2".toCharArray()))
                .alias("server-a")
                .build();

        assertThat(source.toString()).contains("SunPKCS11-hsm", "server-a").doesNotContain("hunter2");
    }

    /** A token that lets nobody log in, as the JDK's provider says it. */
    private static final class RefusingToken extends Provider {
        RefusingToken(AtomicInteger attempts, LoginException refusal) {
            super("RefusingToken", "1", "a test's");
            putService(new Service(this, "KeyStore", "PKCS11", KeyStoreSpi.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new RefusingKeyStore(attempts, refusal);
                }
            });
        }
    }

    private static final class RefusingKeyStore extends AbstractKeyStore {
        private final AtomicInteger attempts;
        private final LoginException refusal;

        RefusingKeyStore(AtomicInteger attempts, LoginException refusal) {
            this.attempts = attempts;
            this.refusal = refusal;
        }

        @Override
        public void engineLoad(InputStream stream, char[] pin) throws IOException {
            attempts.incrementAndGet();
            throw new IOException("load failed", refusal);
        }
    }

    /** Holds nothing. */
    private abstract static class AbstractKeyStore extends KeyStoreSpi {
        @Override
        public Key engineGetKey(String alias, char[] password) {
            return null;
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            return null;
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            return null;
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            return null;
        }

        @Override
        public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {}

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {}

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {}

        @Override
        public void engineDeleteEntry(String alias) {}

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.emptyEnumeration();
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return false;
        }

        @Override
        public int engineSize() {
            return 0;
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return false;
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public void engineStore(OutputStream stream, char[] password) {}
    }
}
