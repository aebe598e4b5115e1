package io.holdfast.keyring.rotation;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;

/** Makes the generation of some credentials. Connects nothing. Safe for use by several threads. */
public interface GenerationFactory {
    /**
     * Makes a new generation.
     *
     * @throws KeyMaterialException if the client cannot authenticate with these credentials
     */
    Generation of(CredentialGeneration credentials) throws KeyMaterialException;
}
