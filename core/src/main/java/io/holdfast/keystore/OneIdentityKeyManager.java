package io.holdfast.keystore;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents one certificate to every server that requests any. The JDK's own key manager silently presents none if the
 * certificate is self-signed or the server's list of authorities lacks its issuer; the server then answers as if the
 * client had no certificate, and nothing in TLS fails.
 *
 * <p>Key types are not compared either: the TLS implementation compares them itself, and one that asks for the types
 * one by one must find the right one.
 */
final class OneIdentityKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "identity";

    private final KeyMaterial keyMaterial;

    OneIdentityKeyManager(KeyMaterial keyMaterial) {
        this.keyMaterial = keyMaterial;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return ALIAS;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return ALIAS.equals(alias) ? keyMaterial.certificateChain().toArray(new X509Certificate[0]) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return ALIAS.equals(alias) ? keyMaterial.privateKey() : null;
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
