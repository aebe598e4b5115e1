package io.holdfast.keystore;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where a client's credentials come from, the key and the trust: read anew for each generation.
 *
 * <p>Implementations must be safe for use by several threads.
 */
public interface CredentialSource {
    /**
     * Reads the credentials anew.
     *
     * @throws KeyMaterialException if they cannot be read whole, or key and certificate do not belong together
     */
    CredentialGeneration load() throws KeyMaterialException;

    /** The files whose change may mean other credentials; empty if they are not in files. */
    Collection<Path> files();

    /** The key of one source, the trust of another. */
    static CredentialSource of(KeyStoreSource keys, TrustSource trust) {
        return new CredentialSource() {
            @Override
            public CredentialGeneration load() throws KeyMaterialException {
                return CredentialGeneration.of(keys.load(), trust.load());
            }

            @Override
            public Collection<Path> files() {
                Set<Path> files = new LinkedHashSet<>(keys.files());
                files.addAll(trust.files());
                return files;
            }

            @Override
            public String toString() {
                return keys + ", " + trust;
            }
        };
    }
}
