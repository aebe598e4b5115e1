package io.holdfast.tokenservice.client;

import io.holdfast.authorizationserver.DocumentSource;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory between requests that checks of credentials need: fetched keys and used assertions. Safe
 * for use by many threads.
 */
final class CredentialChecks {
    private final ClientAssertions assertions;
    private final DocumentSource documents;
    private final Clock clock;
    /** As many as the registrations have addresses. */
    private final Map<URI, ClientKeys> remote = new ConcurrentHashMap<>();

    CredentialChecks(ClientAssertions assertions, DocumentSource documents, Clock clock) {
        this.assertions = assertions;
        this.documents = documents;
        this.clock = clock;
    }

    ClientAssertions assertions() {
        return assertions;
    }

    /** Where the keys of a client come from; nothing is fetched yet. */
    ClientKeys keys(RegisteredKeys registered) {
        ClientKeySet jwks = registered.jwks();
        URI uri = registered.jwksUri();
        if (jwks != null) {
            return new FixedClientKeys(jwks);
        }
        if (uri == null) {
            throw new IllegalStateException("A client has neither jwks nor jwks_uri");
        }
        return remote.computeIfAbsent(uri, address -> new RemoteClientKeys(address, documents, clock));
    }

    /** Keys that stand in the registrations file. */
    private static final class FixedClientKeys implements ClientKeys {
        private final ClientKeySet keys;

        FixedClientKeys(ClientKeySet keys) {
            this.keys = keys;
        }

        @Override
        public ClientKeySet current() {
            return keys;
        }

        @Override
        public ClientKeySet latest() {
            return keys;
        }
    }
}
