package io.holdfast.keystore;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import java.util.Map;

/** The key store by which a door proves itself for introspection, as its settings name it. */
final class DoorKeyStore {
    private DoorKeyStore() {}

    static KeyStoreSource in(Map<String, String> settings) throws SettingsException {
        return ResourceSettings.parse(settings)
                .issuers()
                .get(0)
                .introspection()
                .orElseThrow()
                .client()
                .keyStore()
                .source()
                .orElseThrow();
    }
}
