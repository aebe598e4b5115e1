package io.holdfast.authorizationserver;

import io.holdfast.keystore.CredentialGeneration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of an {@link AuthorizationServerConnection} with one state of credentials and trust, and the connections
 * that it keeps. Once another has replaced it, the last call under way closes it.
 *
 * <p>Safe for use by several threads.
 */
final class TlsClient {
    private final CloseableHttpClient http;
    private final @Nullable CredentialGeneration offered;
    private final ConnectionFailure failures;

    /** The calls under way, and one more as long as no other has replaced this one; closed at zero. */
    private final AtomicInteger users = new AtomicInteger(1);

    TlsClient(CloseableHttpClient http, @Nullable CredentialGeneration offered, ConnectionFailure failures) {
        this.http = http;
        this.offered = offered;
        this.failures = failures;
    }

    CloseableHttpClient http() {
        return http;
    }

    /** The credentials offered to servers that request a client certificate; null for none. */
    @Nullable
    CredentialGeneration offered() {
        return offered;
    }

    ConnectionFailure failures() {
        return failures;
    }

    /** Begins a call; false if this one is replaced and closed, so that the call needs its successor. */
    boolean enter() {
        for (int present = users.get(); present > 0; present = users.get()) {
            if (users.compareAndSet(present, present + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Ends a call. True if this one is closed now: it was replaced, and this was the last. */
    boolean leave() {
        if (users.decrementAndGet() > 0) {
            return false;
        }
        close();
        return true;
    }

    /** Closes the connections; calls under way fail. May be called again. */
    void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
