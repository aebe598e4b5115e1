package io.holdfast.keystore;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;

/**
 * Supplies key material: a {@link KeyStoreFile}, a {@link PemKeyStore}, a {@link Pkcs11KeyStore}, a
 * {@link KeyManagerSource}, or an implementation of your own.
 *
 * <p>Implementations must be safe for use by several threads.
 */
@FunctionalInterface
public interface KeyStoreSource {
    /**
     * Reads the key material anew.
     *
     * @throws KeyMaterialException if it cannot be read, or if the key does not belong to the certificate
     */
    KeyMaterial load() throws KeyMaterialException;

    /**
     * The files whose change may mean other key material. Default: none; the key material is then loaded anew at every
     * check, to see whether it has changed.
     */
    default Collection<Path> files() {
        return Collections.emptyList();
    }
}
