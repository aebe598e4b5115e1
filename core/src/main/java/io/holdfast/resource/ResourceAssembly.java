package io.holdfast.resource;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import java.util.Collections;

final class ResourceAssembly {
    private ResourceAssembly() {}

    @SuppressWarnings("DoNotCallSuggester")
    static ProtectedResource open(ResourceSettings settings) throws SettingsException {
        throw new SettingsException(Collections.singleton("not assembled yet"));
    }
}
