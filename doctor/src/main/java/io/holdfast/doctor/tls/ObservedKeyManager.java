package io.holdfast.doctor.tls;

import io.holdfast.keystore.KeyMaterial;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents one certificate, or none, to every server that asks, and notes that it asked. The JDK's own key manager sends
 * none if the server's list of authorities lacks the issuer, and nothing fails: a test with it would prove nothing.
 */
final class ObservedKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "identity";

    private final @Nullable KeyMaterial identity;
    private final Observers observers;

    ObservedKeyManager(@Nullable KeyMaterial identity, Observers observers) {
        this.identity = identity;
        this.observers = observers;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        observers.of(socket).asked(issuers);
        return identity != null ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return identity != null ? new String[] {ALIAS} : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity != null ? identity.certificateChain().toArray(new X509Certificate[0]) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity != null ? identity.privateKey() : null;
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
