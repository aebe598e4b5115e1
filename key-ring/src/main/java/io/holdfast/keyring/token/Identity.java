package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity that a request is sent as: its token request, and the certificate its token is bound to. Whatever a client
 * keeps of the answers, cookies for example, it keeps for each identity apart. Immutable.
 */
public final class Identity {
    /** Requests without a token. */
    public static final Identity NOBODY = new Identity(null, null, false);

    private final @Nullable TokenRequest request;
    private final @Nullable CertificateThumbprint thumbprint; // rather than the generation, whose key it would keep
    private final boolean abroad;

    private Identity(@Nullable TokenRequest request, @Nullable CertificateThumbprint thumbprint, boolean abroad) {
        this.request = request;
        this.thumbprint = thumbprint;
        this.abroad = abroad;
    }

    /** Of a token request and the credentials that its tokens are bound to. */
    public Identity(TokenRequest request, CredentialGeneration credentials) {
        this(request, credentials.thumbprint(), false);
    }

    /** This identity at servers that get no tokens, which may be on the host of one that does. */
    public Identity abroad() {
        return new Identity(request, thumbprint, true);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Identity
                && abroad == ((Identity) other).abroad
                && Objects.equals(thumbprint, ((Identity) other).thumbprint)
                && Objects.equals(request, ((Identity) other).request);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, thumbprint, abroad);
    }

    @Override
    public String toString() {
        return (request != null ? request + " with the certificate " + thumbprint : "nobody")
                + (abroad ? ", abroad" : "");
    }
}
