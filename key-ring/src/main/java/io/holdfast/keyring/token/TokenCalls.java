package io.holdfast.keyring.token;

import io.holdfast.keystore.CredentialGeneration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The dependencies of one generation's token calls: fetch, policy, threads and clock. Immutable. */
final class TokenCalls {
    final CredentialGeneration credentials;
    final TokenFetch fetch;
    final TokenPolicy policy;
    final Executor executor;
    final LongSupplier ticker;
    final TokenListener events;

    TokenCalls(
            CredentialGeneration credentials,
            TokenFetch fetch,
            TokenPolicy policy,
            Executor executor,
            LongSupplier ticker,
            TokenListener events) {
        this.credentials = credentials;
        this.fetch = fetch;
        this.policy = policy;
        this.executor = executor;
        this.ticker = ticker;
        this.events = events;
    }
}
