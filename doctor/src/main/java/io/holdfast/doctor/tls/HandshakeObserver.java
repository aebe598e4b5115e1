package io.holdfast.doctor.tls;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes what one handshake calls: the key manager, if the server asked; the trust manager, if it was no resumption. */
final class HandshakeObserver {
    private boolean asked;
    private boolean askedLate;
    private boolean done;
    private boolean trusted;
    private List<String> authorities = List.of();
    private List<X509Certificate> serverChain = List.of();

    synchronized void asked(Principal @Nullable [] issuers) {
        askedLate = askedLate || (done && !asked);
        asked = true;
        List<String> names = new ArrayList<>();
        if (issuers != null) {
            for (Principal issuer : issuers) {
                names.add(issuer.getName());
            }
        }
        authorities = List.copyOf(names);
    }

    synchronized void received(X509Certificate[] chain) {
        serverChain = List.of(chain);
    }

    /** The server's certificates were verified; a request for the client's comes no later than they. */
    synchronized void trusted() {
        trusted = true;
    }

    synchronized boolean isTrusted() {
        return trusted;
    }

    /** The first handshake is over. */
    synchronized void done() {
        done = true;
    }

    synchronized boolean isAsked() {
        return asked;
    }

    synchronized boolean isAskedLate() {
        return askedLate;
    }

    synchronized List<String> authorities() {
        return authorities;
    }

    synchronized List<X509Certificate> serverChain() {
        return serverChain;
    }
}
