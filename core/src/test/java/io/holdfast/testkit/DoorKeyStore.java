package io.holdfast.testkit;

import io.holdfast.config.KeyStoreSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.keystore.KeyStoreSource;
import java.util.Map;

/** The key store by which a door proves itself for introspection, as its settings name it. */
public final class DoorKeyStore {
    private DoorKeyStore() {}

    /** Its settings. */
    public static KeyStoreSettings settings(Map<String, String> settings) throws SettingsException {
        return ResourceSettings.parse(settings)
                .issuers()
                .get(0)
                .introspection()
                .orElseThrow()
                .client()
                .keyStore();
    }

    /** The key store itself, not yet read. */
    public static KeyStoreSource in(Map<String, String> settings) throws SettingsException {
        return settings(settings).source().orElseThrow();
    }
}
