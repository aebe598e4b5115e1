package io.holdfast.keyring.rotation;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.DocumentSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metadata for all generations over the connection of the one in use; if that fails, of the one to come, since
 * the server may not know the old certificate any more. Safe for use by several threads.
 */
public final class RingDocuments implements DocumentSource {
    private volatile @Nullable Rotation rotation;

    /** Nothing can be read before. */
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
