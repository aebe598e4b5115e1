package io.holdfast.keyring.rotation;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.DocumentSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metadata for all generations over a connection of the one in use; if that fails, of the candidate, since
 * the server may no longer accept the old certificate. Safe for use by several threads.
 */
public final class RingDocuments implements DocumentSource {
    private volatile @Nullable Rotation rotation;

    /** Sets the generations; nothing can be read before. */
    public void over(Rotation generations) {
        this.rotation = generations;
    }

    @Override
    public String get(URI uri) throws AuthorizationServerException {
        Rotation generations = rotation;
        if (generations == null) {
            throw new IllegalStateException("The key ring is not complete yet.");
        }
        try {
            return generations.present().connection().get(uri);
        } catch (AuthorizationServerException e) {
            Candidate candidate = generations.candidate();
            if (candidate == null) {
                throw e;
            }
            return candidate.generation().connection().get(uri);
        }
    }
}
