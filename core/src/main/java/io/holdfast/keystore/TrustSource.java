package io.holdfast.keystore;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;

/**
 * Supplies the certificates by which servers are checked. {@link TrustedCertificates} never change.
 *
 * <p>Implementations must be safe for use by several threads.
 */
@FunctionalInterface
public interface TrustSource {
    /**
     * Reads the trusted certificates anew.
     *
     * @throws KeyMaterialException if they cannot be read
     */
    TrustedCertificates load() throws KeyMaterialException;

    /**
     * The files whose change may mean other certificates. Default: none; the certificates are then read anew only when
     * the key is, at least once an hour.
     */
    default Collection<Path> files() {
        return Collections.emptyList();
    }
}
