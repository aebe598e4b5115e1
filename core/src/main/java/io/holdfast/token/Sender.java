package io.holdfast.token;

import io.holdfast.binding.CertificateThumbprint;
import java.util.Optional;

/**
 * Knowledge of a token's sender before the token is verified. Anybody can make up a token, and a certificate of
 * his own with it: so strangers share one bound on calls to an authorization server, and nothing of it is
 * taken from the others. A known client is told apart from the others by its certificate, whatever tokens it sends. It
 * decides nothing about a token. Immutable.
 */
public final class Sender {
    /** Neither the token was verified before, nor one that is bound to the certificate of this connection. */
    public static final Sender STRANGER = new Sender(Optional.empty());

    /** The token was verified before; nothing is known of the certificate. */
    public static final Sender KNOWN = new Sender(Optional.empty());

    private final Optional<CertificateThumbprint> certificate;

    private Sender(Optional<CertificateThumbprint> certificate) {
        this.certificate = certificate;
    }

    /** A token was verified before that is bound to this certificate, which is that of the connection. */
    public static Sender knownBy(CertificateThumbprint certificate) {
        return new Sender(Optional.of(certificate));
    }

    /** True if nothing is known of the sender. */
    public boolean isStranger() {
        return this == STRANGER;
    }

    /** The certificate that the sender is known by; empty if by a token alone, or not at all. */
    public Optional<CertificateThumbprint> certificate() {
        return certificate;
    }
}
