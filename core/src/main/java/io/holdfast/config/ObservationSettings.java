package io.holdfast.config;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of observation: listener, metrics and JMX view. Immutable. */
public final class ObservationSettings {
    private final String accessListener;
    private final boolean micrometer;
    private final String jmxName;

    ObservationSettings(SettingsReader reader) {
        accessListener = reader.text(ResourceSetting.ACCESS_LISTENER);
        micrometer = reader.choice(ResourceSetting.METRICS, "none", false, "micrometer", true);
        jmxName = reader.line(ResourceSetting.JMX_NAME);
    }

    /** {@link ResourceSetting#ACCESS_LISTENER}, a class name. */
    public Optional<String> accessListener() {
        return text(accessListener);
    }

    /** {@link ResourceSetting#METRICS}: true if Micrometer's global registry gets the numbers. */
    public boolean micrometer() {
        return micrometer;
    }

    /** {@link ResourceSetting#JMX_NAME}. */
    public Optional<String> jmxName() {
        return text(jmxName);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof ObservationSettings)) {
            return false;
        }
        ObservationSettings that = (ObservationSettings) other;
        return accessListener.equals(that.accessListener)
                && micrometer == that.micrometer
                && jmxName.equals(that.jmxName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accessListener, micrometer, jmxName);
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
