package io.holdfast.keystore;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.X509KeyManager;

/**
 * Key material from a key manager of the application's own. It is called anew at each load, so that a change of its
 * keys is noticed.
 *
 * <p>Safe for use by several threads if the key manager is.
 */
public final class KeyManagerSource implements KeyStoreSource {
    private final X509KeyManager keyManager;
    private final String alias;

    private KeyManagerSource(X509KeyManager keyManager, String alias) {
        this.keyManager = Objects.requireNonNull(keyManager, "keyManager");
        this.alias = Objects.requireNonNull(alias, "alias");
    }

    /**
     * Selects the key of this alias. Calls nothing yet.
     *
     * @param alias the key manager's name for the key, which may differ from the key store's
     */
    public static KeyManagerSource of(X509KeyManager keyManager, String alias) {
        return new KeyManagerSource(keyManager, alias);
    }

    /**
     * Reads key and certificates from the key manager.
     *
     * @throws KeyMaterialException if it has no key or no certificate of this alias, or they do not belong together
     */
    @Override
    public KeyMaterial load() throws KeyMaterialException {
        PrivateKey key = keyManager.getPrivateKey(alias);
        X509Certificate[] chain = keyManager.getCertificateChain(alias);
        if (key == null || chain == null || chain.length == 0) {
            throw new KeyMaterialException("The key manager has no " + (key == null ? "private key" : "certificate")
                    + " of the alias \"" + alias + "\". Give an alias as the key manager names it.");
        }
        return KeyMaterial.of(key, Arrays.asList(chain));
    }

    /** The alias; nothing of the key. */
    @Override
    public String toString() {
        return "KeyManagerSource[alias " + alias + "]";
    }
}
