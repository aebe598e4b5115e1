package io.holdfast.demo.tokenservice;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** A client as the clients file registers it (RFC 7591 §2, RFC 8705 §2.1.2 and §3.4). Immutable. */
final class RegisteredClient {
    private final String id;
    private final ClientCredential credential;
    private final Set<String> scopes;
    private final boolean bound;
    private final boolean clientCredentialsGrant;

    RegisteredClient(
            String id, ClientCredential credential, Set<String> scopes, boolean bound, boolean clientCredentialsGrant) {
        this.id = id;
        this.credential = credential;
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
        this.bound = bound;
        this.clientCredentialsGrant = clientCredentialsGrant;
    }

    String id() {
        return id;
    }

    ClientCredential credential() {
        return credential;
    }

    /** What the client may ask for, in the order of the file; it gets all of it when it names no scope. */
    Set<String> scopes() {
        return scopes;
    }

    /** Whether its tokens carry the thumbprint of its certificate. */
    boolean bound() {
        return bound;
    }

    boolean mayUseClientCredentials() {
        return clientCredentialsGrant;
    }
}
