package io.holdfast.testpki;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes SSL contexts whose key manager always presents the one identity and whose trust is explicit, never the
 * platform's.
 */
public final class TestTls {

    private TestTls() {}

    /** Makes a context for a client without a certificate that trusts the given ones. */
    public static SSLContext clientWithoutCertificate(X509Certificate... trusted) {
        return context(null, Arrays.asList(trusted));
    }

    /**
     * Makes a context for a client that takes its certificate anew in every handshake, so that it can change within a
     * connection.
     */
    public static SSLContext clientWithChangingIdentity(Supplier<TestIdentity> identity, X509Certificate... trusted) {
        return contextOf(new KeyManager[] {new OneKey(identity)}, Arrays.asList(trusted));
    }

    static SSLContext serverNaming(TestIdentity identity, X509Certificate... named) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new OneKey(() -> identity)},
                    new TrustManager[] {new AnyClientTrustManager(named)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SSLContext context(@Nullable TestIdentity identity, @Nullable Collection<X509Certificate> trusted) {
        return contextOf(identity == null ? new KeyManager[0] : new KeyManager[] {new OneKey(() -> identity)}, trusted);
    }

    private static SSLContext contextOf(KeyManager[] keys, @Nullable Collection<X509Certificate> trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust =
                    trusted == null ? new TrustManager[] {new AnyClientTrustManager()} : trustOf(trusted);
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManager[] trustOf(Collection<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : trusted) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Presents its key for every suitable key type and ignores the issuers that the peer names. */
    private static final class OneKey extends X509ExtendedKeyManager {

        private static final String ALIAS = "identity";
        private final Supplier<TestIdentity> identity;

        OneKey(Supplier<TestIdentity> identity) {
            this.identity = identity;
        }

        private @Nullable String aliasFor(String... keyTypes) {
            String algorithm = identity.get().certificate().getPublicKey().getAlgorithm();
            return Arrays.asList(keyTypes).contains(algorithm) ? ALIAS : null;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
            return aliasFor(keyType) == null ? null : new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return aliasFor(keyTypes);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return aliasFor(keyTypes);
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
            return aliasFor(keyType) == null ? null : new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return aliasFor(keyType);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return aliasFor(keyType);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.get().chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.get().privateKey();
        }
    }
}
