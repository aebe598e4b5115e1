package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.rotation.KeyStoreLook;
import io.holdfast.keyring.rotation.TokenSupply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Starts a look at the key store when the authorization server refuses the client: the server may expect a newer
 * certificate. Safe for use by several threads.
 */
final class RefusedClientListener implements KeyRingListener {
    private final KeyStoreLook keyStore;

    RefusedClientListener(KeyStoreLook keyStore) {
        this.keyStore = keyStore;
    }

    @Override
    public void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {
        if (TokenSupply.isOfCredentials(cause)) {
            CompletableFuture<?> unused = keyStore.soon();
        }
    }
}
