package io.holdfast.keyring;

import io.holdfast.keystore.CredentialGeneration;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last hundred certificates that a key ring used before the present one. Safe for several threads. */
final class EarlierCertificates implements KeyRingListener {
    private static final int MOST = 100;

    private final Deque<Certificate> earlier = new ArrayDeque<>(); // guarded by itself

    @Override
    public void generationReplaced(CredentialGeneration replaced, CredentialGeneration present) {
        synchronized (earlier) {
            earlier.remove(replaced.certificate());
            earlier.add(replaced.certificate());
            if (earlier.size() > MOST) {
                earlier.remove();
            }
        }
    }

    boolean include(Certificate certificate) {
        synchronized (earlier) {
            return earlier.contains(certificate);
        }
    }
}
