package io.holdfast.httpclient4;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingListener;
import io.holdfast.keystore.CredentialGeneration;
import java.io.Closeable;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.apache.http.conn.HttpClientConnectionManager;

/**
 * Closes a client's idle connections when other credentials are in use. It does not keep those of a client that nobody has
 * closed, as the key ring may live much longer.
 */
final class ReplacedConnections implements KeyRingListener {
    private final KeyRing keyRing;
    private final WeakReference<HttpClientConnectionManager> connections;

    private ReplacedConnections(KeyRing keyRing, HttpClientConnectionManager connections) {
        this.keyRing = keyRing;
        this.connections = new WeakReference<>(connections);
    }

    /** Begins; closing it ends it. */
    static Closeable watch(KeyRing keyRing, HttpClientConnectionManager connections) {
        ReplacedConnections watch = new ReplacedConnections(keyRing, connections);
        keyRing.addListener(watch);
        return () -> keyRing.removeListener(watch);
    }

    @Override
    public void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {
        HttpClientConnectionManager alive = connections.get();
        if (alive == null) {
            keyRing.removeListener(this);
        } else {
            alive.closeIdleConnections(0, TimeUnit.MILLISECONDS);
        }
    }
}
