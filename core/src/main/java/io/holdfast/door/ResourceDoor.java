package io.holdfast.door;

import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.config.SettingsFileWatch;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A protected resource in operation, as a filter or a valve opens it. Its settings come from the descriptor, the
 * environment and a file; a change of the file takes effect without a restart, and settings that do not work leave the
 * earlier ones in effect.
 *
 * <p>Safe for use by many threads. A decision takes no lock.
 */
public final class ResourceDoor implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceDoor.class);

    /** The longest time that a request may still run with the settings before a change. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

    private final DoorPlace place;
    private final DecisionCounters counters = new DecisionCounters();
    private final LastError lastError = new LastError(Clock.systemUTC());
    private final ResourceView view;

    /** Ends what a change of settings has left behind. */
    private final BackgroundThreads afterwards = BackgroundThreads.one("holdfast-settings-end");

    /** Replaced resources that may still decide. Guarded by this. */
    private final List<ProtectedResource> replaced = new ArrayList<>();

    /** The observers in the order in which they were opened. Guarded by this. */
    private final List<Closeable> observers = new ArrayList<>();

    private volatile ProtectedResource resource;

    /** Guarded by this. */
    private boolean closed;

    private ResourceDoor(
            ResourceSettings settings, DoorPlace place, Optional<AccessListener> own, Optional<Path> settingsFile)
            throws SettingsException {
        this.place = place;
        own.filter(Closeable.class::isInstance).map(Closeable.class::cast).ifPresent(observers::add);
        List<AccessListener> listeners = new ArrayList<>(Arrays.asList(counters, lastError, new AuditLog()));
        own.ifPresent(listeners::add);
        try {
            resource = ProtectedResource.open(
                    settings,
                    ResourcePlace.of(place.contextPath(), new AccessListeners(listeners))
                            .named(place.name()));
        } catch (SettingsException | RuntimeException | Error e) {
            observers.forEach(ResourceDoor::closeQuietly);
            throw e;
        }
        view = new ResourceView(() -> resource, counters, lastError, settingsFile);
    }

    /**
     * Opens a door. It does not wait: the issuers' metadata and keys are fetched in the background from now on.
     *
     * @param descriptor the filter's {@code init-param}s or the valve's attributes
     * @throws SettingsException if the settings do not work
     */
    public static ResourceDoor open(Map<String, String> descriptor, DoorPlace place) throws SettingsException {
        SettingsSources sources = SettingsSources.of(descriptor);
        ResourceSettings settings = sources.read();
        ResourceDoor door =
                new ResourceDoor(settings, place, Observers.listener(settings.observation()), sources.file());
        boolean whole = false;
        try {
            door.requireReachable(settings);
            door.observe(sources, settings);
            whole = true;
            return door;
        } finally {
            if (!whole) {
                door.close();
            }
        }
    }

    /** Requires that the door has an effect with these settings in its place. */
    void requireReachable(ResourceSettings settings) throws SettingsException {
        if (!settings.contexts().areAll() && !place.ofSeveral()) {
            throw new SettingsException(Collections.singleton("The setting '"
                    + ResourceSetting.CONTEXTS.settingName() + "' = '" + settings.contexts()
                    + "' has no effect in the one application that " + place.name() + " guards. Take it out, or set it"
                    + " on a valve in the <Host> of server.xml."));
        }
        Optional<String> problem = place.unreachable(ProtectedResource.ownPaths(settings, place.contextPath()));
        if (problem.isPresent()) {
            throw new SettingsException(Collections.singleton(problem.get()));
        }
    }

    private synchronized void observe(SettingsSources sources, ResourceSettings settings) throws SettingsException {
        String wanted = settings.observation().jmxName().orElse(place.name());
        NamedView named = NamedView.register(view, wanted);
        observers.add(named);
        observers.add(Observers.metrics(settings.observation(), view, named.name()));
        if (sources.file().isPresent()) {
            observers.add(SettingsFileWatch.start(sources, settings, new SettingsReload(this, place)));
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

    /** {@link ProtectedResource#answersItself(ResourceRequest)} by the settings in effect. */
    public boolean answersItself(ResourceRequest request) {
        return resource.answersItself(request);
    }

    /** The settings in effect. */
    public ResourceSettings settings() {
        return resource.settings();
    }

    /** The resource that decides at present. */
    ProtectedResource resource() {
        return resource;
    }

    /** A live view of the resource. */
    public ResourceView view() {
        return view;
    }

    /**
     * Lets another resource decide from now on. The earlier one goes on for the requests that it has begun to decide.
     *
     * @return false if the door is closed; then the other is closed, too
     */
    boolean replaceBy(ProtectedResource after) {
        ProtectedResource before;
        synchronized (this) {
            if (closed) {
                after.close();
                return false;
            }
            before = resource;
            resource = after;
            replaced.add(before);
        }
        afterwards.schedule(LONGEST_REQUEST, () -> end(before));
        return true;
    }

    private synchronized void end(ProtectedResource before) {
        if (replaced.remove(before)) {
            before.close();
        }
    }

    /** Closes the connections to the authorization servers, and all views. Later requests get 503. */
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
}
