package io.holdfast.resource;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.token.Sender;
import io.holdfast.token.VerifiedToken;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that came with a token of one issuer that was bound to them. Anybody can make himself a certificate, but
 * not a token for it: so a request with one of these is not a stranger's, whatever its token is. They decide nothing else.
 *
 * <p>The certificates that became known last are kept, by their thumbprints; a dropped one is known again with its
 * next good token. Looking one up takes no lock. Safe for use by many threads.
 */
final class KnownClients {
    private final int most;
    private final Map<CertificateThumbprint, Sender> known = new ConcurrentHashMap<>();

    /** The kept thumbprints in order of arrival. Guarded by itself. */
    private final Queue<CertificateThumbprint> oldestFirst = new ArrayDeque<>();

    KnownClients(int most) {
        this.most = most;
    }

    /**
     * The sender who presents a certificate.
     *
     * @param presented its thumbprint; null without one
     */
    Sender sender(@Nullable CertificateThumbprint presented) {
        return presented == null ? Sender.STRANGER : known.getOrDefault(presented, Sender.STRANGER);
    }

    /** A token was verified and fits the certificate. One that is not bound may be anybody's, and tells nothing. */
    void note(VerifiedToken token, @Nullable CertificateThumbprint presented) {
        if (presented == null || !token.confirmation().certificateThumbprint().equals(Optional.of(presented))) {
            return;
        }
        synchronized (oldestFirst) {
            if (known.putIfAbsent(presented, Sender.knownBy(presented)) != null) {
                return;
            }
            oldestFirst.add(presented);
            if (oldestFirst.size() > most) {
                known.remove(oldestFirst.remove());
            }
        }
    }
}
