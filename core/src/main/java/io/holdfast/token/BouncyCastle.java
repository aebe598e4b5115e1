package io.holdfast.token;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The only class of this package that touches Bouncy Castle, so that the others run without it. */
final class BouncyCastle {
    private BouncyCastle() {}

    /**
     * Its provider, as an instance: to register it would change the whole JVM.
     *
     * @throws LinkageError if Bouncy Castle is not there
     */
    static Provider provider() {
        return new BouncyCastleProvider();
    }
}
