package io.holdfast.tokenservice.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The registered keys of a client: {@code jwks} or {@code jwks_uri} (RFC 7591 §2). Immutable. */
final class RegisteredKeys {
    private final @Nullable ClientKeySet jwks;
    private final @Nullable URI jwksUri;

    private RegisteredKeys(@Nullable ClientKeySet jwks, @Nullable URI jwksUri) {
        this.jwks = jwks;
        this.jwksUri = jwksUri;
    }

    static RegisteredKeys of(ClientKeySet jwks) {
        return new RegisteredKeys(jwks, null);
    }

    /** @param uri an https address */
    static RegisteredKeys at(URI uri) {
        return new RegisteredKeys(null, uri);
    }

    /** The keys themselves; null if they have to be fetched. */
    @Nullable
    ClientKeySet jwks() {
        return jwks;
    }

    /** Where the client publishes them; null if it does not. */
    @Nullable
    URI jwksUri() {
        return jwksUri;
    }

    /** The member's name, for the operator. */
    String member() {
        return jwks != null ? "jwks" : "jwks_uri";
    }
}
