package io.holdfast.doctor.settings;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.config.SettingsSources;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A door as a file describes it. Immutable. */
public final class DescribedDoor {
    private final String name;
    private final Map<String, String> descriptor;
    private final Map<String, String> environment;

    DescribedDoor(String name, Map<String, String> descriptor, Map<String, String> environment) {
        this.name = name;
        this.descriptor = new LinkedHashMap<>(descriptor);
        this.environment = new LinkedHashMap<>(environment);
    }

    /** The values in the descriptor itself, by the names of settings. */
    Map<String, String> descriptor() {
        return Collections.unmodifiableMap(descriptor);
    }

    /** The name for messages: the filter's, or the place of the valve. */
    public String name() {
        return name;
    }

    /**
     * The settings, read as the door reads them: the descriptor's win over the environment's, and those over the file's.
     *
     * @throws SettingsException with every problem, as at the start of the door
     */
    public ResourceSettings settings() throws SettingsException {
        return SettingsSources.of(descriptor, environment).read();
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
