package io.holdfast.doctor.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents one certificate, or none, to every server that asks, and notes that it asked. The JDK's own key manager sends
 * none if the server's list of authorities lacks the issuer, and nothing fails: a test with it would prove nothing.
 */
final class ObservedKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "identity";

    private final List<X509Certificate> chain;
    private final @Nullable PrivateKey key;
    private final Observers observers;

    ObservedKeyManager(List<X509Certificate> chain, @Nullable PrivateKey key, Observers observers) {
        this.chain = chain;
        this.key = key;
        this.observers = observers;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        observers.of(socket).asked(issuers);
        return key != null ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        observers.ofOthers().asked(issuers);
        return key != null ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return key != null ? new String[] {ALIAS} : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return key != null ? chain.toArray(new X509Certificate[0]) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return key;
    }

    /** Returns null: this is a client's identity. */
    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    /** Returns null: this is a client's identity. */
    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
