package io.holdfast.door;

import io.holdfast.authorizationserver.BackgroundThread;
import io.holdfast.config.ObservationSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.config.SettingsFileWatch;
import io.holdfast.config.SettingsListener;
import io.holdfast.config.SettingsSources;
import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessListeners;
import io.holdfast.resource.AuditLog;
import io.holdfast.resource.ProtectedResource;
import io.holdfast.resource.ResourcePlace;
import io.holdfast.resource.ResourceRequest;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a filter or a valve opens: a protected resource in operation. Its settings come from the descriptor, the
 * environment and a file; when the file changes, they change without a restart, and settings that do not work leave the
 * earlier ones in effect.
 *
 * <p>Safe for use by many threads. A decision takes no lock.
 */
public final class ResourceDoor implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceDoor.class);

    /** How long requests may still be under way that began before a change of settings. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

    private final String name;
    private final DecisionCounters counters = new DecisionCounters();
    private final LastError lastError = new LastError(Clock.systemUTC());
    private final Optional<AccessListener> own;
    private final ResourceView view;

    /** Ends what a change of settings has left behind. */
    private final BackgroundThread afterwards = new BackgroundThread("holdfast-settings-end");

    /** What was replaced and may still decide. Guarded by this. */
    private final List<ProtectedResource> replaced = new ArrayList<>();

    /** In the order in which they were opened. Guarded by this. */
    private final List<Closeable> observers = new ArrayList<>();

    private volatile ProtectedResource resource;

    /** Guarded by this. */
    private boolean closed;

    private ResourceDoor(SettingsSources sources, DoorPlace place) throws SettingsException {
        ResourceSettings settings = sources.read();
        ObservationSettings observation = settings.observation();
        name = observation.jmxName().orElse(place.name());
        own = Observers.listener(observation);
        List<AccessListener> listeners = new ArrayList<>(Arrays.asList(counters, lastError, new AuditLog()));
        own.ifPresent(listeners::add);
        resource =
                ProtectedResource.open(settings, ResourcePlace.of(place.contextPath(), new AccessListeners(listeners)));
        view = new ResourceView(() -> resource, counters, lastError, sources.file());
    }

    /**
     * Opens a door. It calls nobody yet.
     *
     * @param descriptor the filter's {@code init-param}s or the valve's attributes
     * @throws SettingsException if the settings do not work
     */
    public static ResourceDoor open(Map<String, String> descriptor, DoorPlace place) throws SettingsException {
        return open(SettingsSources.of(descriptor), place);
    }

    static ResourceDoor open(SettingsSources sources, DoorPlace place) throws SettingsException {
        ResourceDoor door = new ResourceDoor(sources, place);
        boolean whole = false;
        try {
            door.observe(sources);
            whole = true;
            return door;
        } finally {
            if (!whole) {
                door.close();
            }
        }
    }

    private synchronized void observe(SettingsSources sources) throws SettingsException {
        own.filter(Closeable.class::isInstance).map(Closeable.class::cast).ifPresent(observers::add);
        observers.add(Observers.metrics(settings().observation(), view, name));
        observers.add(Observers.bean(view, name));
        if (sources.file().isPresent()) {
            observers.add(SettingsFileWatch.start(sources, settings(), new Changes()));
        }
    }

    /** {@link ProtectedResource#decide(ResourceRequest)} by the settings in effect. */
    public AccessDecision decide(ResourceRequest request) {
        return resource.decide(request);
    }

    /** {@link ProtectedResource#decide(ResourceRequest, AccessDecision)} by the settings in effect. */
    public AccessDecision decide(ResourceRequest request, AccessDecision earlier) {
        return resource.decide(request, earlier);
    }

    /** The settings in effect. */
    public ResourceSettings settings() {
        return resource.settings();
    }

    /** The paths within the application that the door has promised to answer itself. */
    public Set<String> ownPaths() {
        return resource.ownPaths();
    }

    /** What is going on. */
    public ResourceView view() {
        return view;
    }

    private synchronized void replace(ResourceSettings changed) throws SettingsException {
        if (closed) {
            return;
        }
        ProtectedResource before = resource;
        resource = before.reopen(changed);
        replaced.add(before);
        afterwards.schedule(LONGEST_REQUEST, () -> end(before));
        view.reloaded();
        LOG.info("The settings of {} have changed. Mode: {}.", name, view.getMode());
        if (!changed.observation().equals(before.settings().observation())) {
            LOG.warn("The settings accessListener, metrics and jmxName of {} take effect with the next start.", name);
        }
    }

    private synchronized void end(ProtectedResource before) {
        if (replaced.remove(before)) {
            before.close();
        }
    }

    /** Ends the connections to the authorization servers, and all views. Requests that still come get 503. */
    @Override
    public void close() {
        List<Closeable> parts = new ArrayList<>();
        synchronized (this) {
            closed = true;
            parts.addAll(observers);
            observers.clear();
            parts.add(afterwards);
            parts.addAll(replaced);
            replaced.clear();
            parts.add(resource);
        }
        parts.forEach(ResourceDoor::closeQuietly);
    }

    private static void closeQuietly(@Nullable Closeable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("A part could not be closed ({}). The others are closed all the same.", e.toString());
        }
    }

    /** Follows the file of settings. */
    private final class Changes implements SettingsListener {
        @Override
        public void onChange(ResourceSettings settings) throws SettingsException {
            replace(settings);
        }

        @Override
        public void onFailure(SettingsException failure) {
            String problems = String.join(" ", failure.problems());
            view.notReloaded(problems);
            LOG.error(
                    "The settings of {} have changed and do not work. The earlier ones stay in effect. {}",
                    name,
                    problems);
        }

        @Override
        public void onRecovery() {
            LOG.info("The settings of {} are again those that are in effect.", name);
        }
    }
}
