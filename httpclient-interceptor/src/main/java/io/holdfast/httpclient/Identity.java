package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keystore.CredentialGeneration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** As whom a request is sent: what token was asked for, and the certificate it is bound to. Immutable. */
final class Identity {
    /** Requests without a token. */
    static final Identity NOBODY = new Identity();

    private final @Nullable TokenRequest request;
    private final String thumbprint; // rather than the generation, whose key it would keep

    private Identity() {
        this.request = null;
        this.thumbprint = "";
    }

    Identity(TokenRequest request, CredentialGeneration credentials) {
        this.request = request;
        this.thumbprint = credentials.thumbprint().value();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Identity
                && thumbprint.equals(((Identity) other).thumbprint)
                && Objects.equals(request, ((Identity) other).request);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, thumbprint);
    }

    @Override
    public String toString() {
        return request != null ? request + " with the certificate " + thumbprint : "nobody";
    }
}
