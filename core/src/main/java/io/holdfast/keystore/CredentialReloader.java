package io.holdfast.keystore;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Loads credentials, and loads them again when they have changed. What is handed out was read whole, its key has proven
 * to belong to its certificate, and the certificate was valid at that time.
 *
 * <p>Safe for use by several threads; one of them loads at a time.
 */
public final class CredentialReloader {
    private final CredentialSource source;
    private @Nullable CredentialGeneration last; // guarded by this

    /** Nothing is read yet. */
    public CredentialReloader(CredentialSource source, Clock clock) {
        this.source = source;
    }

    /**
     * The credentials, if they are others than those handed out last; the first call always has some.
     *
     * @return null if they are the same
     * @throws KeyMaterialException if they cannot be read whole or are not valid now; the next call tries again
     */
    public synchronized @Nullable CredentialGeneration loadIfChanged() throws KeyMaterialException {
        CredentialGeneration loaded = source.load();
        if (last != null && last.thumbprint().equals(loaded.thumbprint())) {
            return null;
        }
        last = loaded;
        return loaded;
    }
}
