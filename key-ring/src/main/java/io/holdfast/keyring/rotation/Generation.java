package io.holdfast.keyring.rotation;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenCache;
import io.holdfast.keyring.token.TokenFetch;
import io.holdfast.keyring.token.TokenListener;
import io.holdfast.keyring.token.TokenPolicy;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * One generation of credentials, with the tokens obtained with it and its connections to the authorization server. Safe
 * for use by several threads.
 */
public final class Generation {
    private final CredentialGeneration credentials;
    private final TokenCache tokens;
    private final AuthorizationServerConnection connection;
    private volatile boolean retired;

    /** @param connection the connections that the fetch uses; closed with the generation */
    public Generation(
            CredentialGeneration credentials,
            TokenFetch fetch,
            AuthorizationServerConnection connection,
            TokenPolicy policy,
            Executor executor,
            LongSupplier ticker,
            TokenListener events) {
        this.credentials = credentials;
        this.connection = connection;
        this.tokens = new TokenCache(credentials, fetch, policy, executor, ticker, new OwnEvents(events));
    }

    public CredentialGeneration credentials() {
        return credentials;
    }

    /** The tokens fetched with these credentials. */
    public TokenCache tokens() {
        return tokens;
    }

    /** The connections to the authorization server, made with these credentials. */
    AuthorizationServerConnection connection() {
        return connection;
    }

    /** Drops the tokens. Callers that wait for one get a failure here, and then a token of the generation in use. */
    void retire() {
        retired = true;
        tokens.close();
    }

    /** Retires, and aborts the calls under way. */
    void close() {
        retire();
        connection.close();
    }

    @Override
    public String toString() {
        return credentials.toString();
    }

    /** Suppresses the failures of calls that nobody waits for any more. */
    private final class OwnEvents implements TokenListener {
        private final TokenListener events;

        private OwnEvents(TokenListener events) {
            this.events = events;
        }

        @Override
        public void tokenFetched(BoundToken token, Duration took) {
            events.tokenFetched(token, took);
        }

        @Override
        public void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {
            if (!retired) {
                events.tokenNotFetched(request, cause, took);
            }
        }
    }
}
