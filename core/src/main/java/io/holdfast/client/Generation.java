package io.holdfast.client;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * One generation of credentials with the tokens got with it and its way to the authorization server. Safe for use by
 * several threads.
 */
final class Generation {
    private final CredentialGeneration credentials;
    private final TokenCache tokens;
    private final AuthorizationServerConnection connection;
    private volatile boolean retired;

    /** @param connection what the fetch uses; closed with the generation */
    Generation(
            CredentialGeneration credentials,
            TokenFetch fetch,
            AuthorizationServerConnection connection,
            TokenPolicy policy,
            Executor executor,
            LongSupplier ticker,
            TokenEvents events) {
        this.credentials = credentials;
        this.connection = connection;
        this.tokens = new TokenCache(credentials, fetch, policy, executor, ticker, new OwnEvents(events));
    }

    CredentialGeneration credentials() {
        return credentials;
    }

    TokenCache tokens() {
        return tokens;
    }

    /** The way to the authorization server, with these credentials. */
    AuthorizationServerConnection connection() {
        return connection;
    }

    /** Forgets the tokens. Who waits for one fails, and is served by the generation that is in use then. */
    void retire() {
        retired = true;
        tokens.close();
    }

    /** Retires, and breaks off the calls that are still under way. */
    void close() {
        retire();
        connection.close();
    }

    @Override
    public String toString() {
        return credentials.toString();
    }

    /** Keeps quiet about calls in vain that nobody waits for any more. */
    private final class OwnEvents implements TokenEvents {
        private final TokenEvents events;

        private OwnEvents(TokenEvents events) {
            this.events = events;
        }

        @Override
        public void fetched(BoundToken token, Duration took) {
            events.fetched(token, took);
        }

        @Override
        public void notFetched(TokenRequest request, Throwable cause, Duration took) {
            if (!retired) {
                events.notFetched(request, cause, took);
            }
        }
    }
}
