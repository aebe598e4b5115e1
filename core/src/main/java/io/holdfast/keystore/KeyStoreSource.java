package io.holdfast.keystore;

/**
 * Where key material comes from: a {@link KeyStoreFile}, a {@link PemKeyStore}, or something of your own, a hardware
 * token for example.
 *
 * <p>Implementations must be safe for use by several threads.
 */
public interface KeyStoreSource {
    /**
     * Reads the key material anew.
     *
     * @throws KeyMaterialException if it cannot be read, or if the key does not belong to the certificate
     */
    KeyMaterial load() throws KeyMaterialException;
}
