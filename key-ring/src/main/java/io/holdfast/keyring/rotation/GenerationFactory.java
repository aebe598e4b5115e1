package io.holdfast.keyring.rotation;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;

/** Makes of credentials what a key ring needs of them. Nothing is connected by that. Safe for use by several threads. */
public interface GenerationFactory {
    /**
     * A new generation.
     *
     * @throws KeyMaterialException if the client cannot prove with these credentials who it is
     */
    Generation of(CredentialGeneration credentials) throws KeyMaterialException;
}
