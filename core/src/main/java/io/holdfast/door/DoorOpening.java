package io.holdfast.door;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.config.SettingsFileWatch;
import io.holdfast.config.SettingsSources;
import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessListeners;
import io.holdfast.resource.AuditLog;
import io.holdfast.resource.ProtectedResource;
import io.holdfast.resource.ResourcePlace;
import java.io.Closeable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a door: reads its settings, opens its resource, and has it observed. A door that cannot open whole is closed again. */
final class DoorOpening {
    private final DoorPlace place;
    private final SettingsSources sources;
    private final ResourceSettings settings;

    private DoorOpening(DoorPlace place, SettingsSources sources) throws SettingsException {
        this.place = place;
        this.sources = sources;
        this.settings = sources.read();
    }

    /** Opens a door as {@link ResourceDoor#open} says. */
    static ResourceDoor open(Map<String, String> descriptor, DoorPlace place) throws SettingsException {
        return new DoorOpening(place, SettingsSources.of(descriptor)).open();
    }

    private ResourceDoor open() throws SettingsException {
        ResourceDoor door = unobserved(Observers.listener(settings.observation()));
        boolean whole = false;
        try {
            requireReachable(settings, place);
            observe(door);
            whole = true;
            return door;
        } finally {
            if (!whole) {
                door.close();
            }
        }
    }

    private ResourceDoor unobserved(Optional<AccessListener> own) throws SettingsException {
        DecisionCounters counters = new DecisionCounters();
        LastError lastError = new LastError(Clock.systemUTC());
        List<AccessListener> listeners = new ArrayList<>(Arrays.asList(counters, lastError, new AuditLog()));
        own.ifPresent(listeners::add);
        Optional<Closeable> first = own.filter(Closeable.class::isInstance).map(Closeable.class::cast);
        try {
            ProtectedResource resource = ProtectedResource.open(
                    settings,
                    ResourcePlace.of(place.contextPath(), new AccessListeners(listeners))
                            .named(place.name()));
            ResourceDoor door = new ResourceDoor(resource, counters, lastError, sources.file());
            first.ifPresent(door::closeWith);
            return door;
        } catch (SettingsException | RuntimeException | Error e) {
            first.ifPresent(ResourceDoor::closeQuietly);
            throw e;
        }
    }

    private void observe(ResourceDoor door) throws SettingsException {
        String wanted = settings.observation().jmxName().orElse(place.name());
        NamedView named = NamedView.register(door.view(), wanted);
        door.closeWith(named);
        door.closeWith(Observers.metrics(settings.observation(), door.view(), named.name()));
        if (sources.file().isPresent()) {
            door.closeWith(SettingsFileWatch.start(sources, settings, new SettingsReload(door, place)));
        }
    }

    /** Requires that a door has an effect with these settings in its place. */
    static void requireReachable(ResourceSettings settings, DoorPlace place) throws SettingsException {
        if (!place.ofSeveral()) {
            requireNone(settings.contexts().problemInOneApplication(place.name()));
        }
        requireNone(place.unreachable(ProtectedResource.ownPaths(settings, place.contextPath())));
    }

    private static void requireNone(Optional<String> problem) throws SettingsException {
        if (problem.isPresent()) {
            throw new SettingsException(Collections.singleton(problem.get()));
        }
    }
}
