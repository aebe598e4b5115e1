package io.holdfast.door;

import io.holdfast.config.ObservationSettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.SettingsException;
import io.holdfast.resource.AccessListener;
import java.io.Closeable;
import java.util.Collections;
import java.util.Optional;

/** Makes the observers of a door that its settings name: an application's listener, and Micrometer. Holds nothing. */
final class Observers {
    private Observers() {}

    /**
     * The application's listener; empty if the settings name none.
     *
     * @throws SettingsException if it cannot be made
     */
    static Optional<AccessListener> listener(ObservationSettings settings) throws SettingsException {
        String name = settings.accessListener().orElse(null);
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(named(name)
                    .asSubclass(AccessListener.class)
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw unusable(
                    ResourceSetting.ACCESS_LISTENER,
                    name,
                    "cannot be made (" + e.getClass().getSimpleName() + "). It must be a public class of the"
                            + " application that implements io.holdfast.resource.AccessListener and has a public"
                            + " constructor without arguments.");
        }
    }

    /** Returns the class from the application, whose container is starting it, or else from beside Holdfast. */
    private static Class<?> named(String name) throws ClassNotFoundException {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, true, application);
        } catch (ClassNotFoundException e) {
            return Class.forName(name, true, Observers.class.getClassLoader());
        }
    }

    /**
     * Binds the metrics to Micrometer if the settings ask for it.
     *
     * @return removes the metrics when closed
     * @throws SettingsException if Micrometer is missing
     */
    static Closeable metrics(ObservationSettings settings, ResourceView view, String name) throws SettingsException {
        if (!settings.micrometer()) {
            return () -> {};
        }
        try {
            return ResourceMetrics.global(view, name);
        } catch (LinkageError e) {
            throw unusable(
                    ResourceSetting.METRICS,
                    "micrometer",
                    "needs io.micrometer:micrometer-core beside Holdfast. Add its jar, or take the setting out.");
        }
    }

    private static SettingsException unusable(ResourceSetting setting, String value, String why) {
        return new SettingsException(
                Collections.singleton("The setting '" + setting.settingName() + "' = '" + value + "' " + why));
    }
}
