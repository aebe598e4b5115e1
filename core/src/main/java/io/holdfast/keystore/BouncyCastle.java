package io.holdfast.keystore;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Bouncy Castle's provider, used as an instance: the JDK's own providers cannot open encrypted PEM keys and BCFKS key
 * stores, and registering a provider would change the whole JVM.
 */
final class BouncyCastle {
    private BouncyCastle() {}

    /**
     * A new instance.
     *
     * @throws LinkageError if Bouncy Castle is missing or too old
     */
    static Provider provider() {
        return new BouncyCastleProvider();
    }
}
