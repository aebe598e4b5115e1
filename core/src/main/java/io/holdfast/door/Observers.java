package io.holdfast.door;

import io.holdfast.config.ObservationSettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.SettingsException;
import io.holdfast.resource.AccessListener;
import java.io.Closeable;
import java.util.Collections;
import java.util.Optional;

/** Who watches a door from outside, as its settings say: an application's listener, and Micrometer. Holds nothing. */
final class Observers {
    private Observers() {}

    /**
     * The application's listener; empty if none is named.
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

    /** The application's, while its container starts it; or one that stands beside Holdfast. */
    private static Class<?> named(String name) throws ClassNotFoundException {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, true, application);
        } catch (ClassNotFoundException e) {
            return Class.forName(name, true, Observers.class.getClassLoader());
        }
    }

    /**
     * Gives Micrometer the numbers, if the settings say so.
     *
     * @return what takes them away
     * @throws SettingsException if Micrometer is not there
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
