package io.holdfast.door;

import io.holdfast.config.ObservationSettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.SettingsException;
import io.holdfast.management.RegisteredBean;
import io.holdfast.resource.AccessListener;
import java.io.Closeable;
import java.util.Collections;
import java.util.Optional;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who watches a door from outside, as its settings say: an application's listener, Micrometer, JMX. Holds nothing. */
final class Observers {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceView.class);

    /** Of two versions of an application in one container, or two hosts with the same one. */
    private static final int MOST_NAMESAKES = 100;

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
            return Optional.of(Class.forName(name, true, classes())
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

    /** The application's, while its container starts it. */
    private static ClassLoader classes() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Observers.class.getClassLoader() : context;
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

    /**
     * Shows a view in JMX. That it cannot be shown is no reason not to protect.
     *
     * @return what ends it
     */
    static Closeable bean(ResourceView view, String name) {
        try {
            for (int number = 1; number <= MOST_NAMESAKES; number++) {
                String tried = number == 1 ? name : name + " (" + number + ")";
                try {
                    return RegisteredBean.register("ProtectedResource", tried, view, ProtectedResourceMXBean.class);
                } catch (InstanceAlreadyExistsException e) {
                    LOG.debug("There is an MBean '{}' already.", tried);
                }
            }
            LOG.warn("There are too many MBeans named '{}'. This one is not shown.", name);
        } catch (JMException | RuntimeException | LinkageError e) {
            LOG.warn("The MBean '{}' could not be registered: {}", name, e.toString());
        }
        return () -> {};
    }
}
