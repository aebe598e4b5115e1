package io.holdfast.resource;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import java.util.Collections;
import java.util.Map;

/** Tries settings elsewhere than at a door: whether a protected resource could open with them, and what it would decide. */
public final class ResourceTrial {
    private ResourceTrial() {}

    /**
     * Opens the protected resource that the settings describe with JWK sets at hand, so that its decisions can be looked
     * at. Only issuers without one there are called.
     *
     * @param keySets JWK sets in JSON by the identifier of their issuer, in place of those that it publishes
     * @throws SettingsException if the trust store cannot be used
     */
    public static ProtectedResource open(ResourceSettings settings, ResourcePlace place, Map<String, String> keySets)
            throws SettingsException {
        return ResourceAssembly.of(settings, place, Collections.emptyList())
                .keySets(keySets)
                .open();
    }

    /**
     * Requires that a protected resource could open with these settings: the files that they name can be used. Nobody is
     * called.
     *
     * @throws SettingsException with every problem
     */
    public static void requireStartable(ResourceSettings settings) throws SettingsException {
        ResourcePlace nowhere = ResourcePlace.of("", new AccessListener() {});
        ResourceAssembly.of(settings, nowhere, Collections.emptyList()).requireWhole();
    }
}
