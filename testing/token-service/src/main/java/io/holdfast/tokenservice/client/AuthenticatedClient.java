package io.holdfast.tokenservice.client;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that has proven in this request to be the registered one, or a public one that has named itself. Immutable. */
public final class AuthenticatedClient {
    private final RegisteredClient client;
    private final @Nullable X509Certificate certificate;

    AuthenticatedClient(RegisteredClient client, @Nullable X509Certificate certificate) {
        this.client = client;
        this.certificate = certificate;
    }

    public RegisteredClient client() {
        return client;
    }

    /**
     * The certificate of this request's connection, whatever the method of authentication: the handshake has proven that
     * the client has its key. Access tokens are bound to it (RFC 8705 §4).
     */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }
}
