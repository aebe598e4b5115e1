package io.holdfast.door;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.ProtectedResource;
import io.holdfast.resource.ResourceRequest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private final ResourceView view;
    private final ReplacedResources replaced = new ReplacedResources();

    /** The observers in the order in which they were opened. Guarded by this. */
    private final List<Closeable> observers = new ArrayList<>();

    private volatile ProtectedResource resource;

    /** Guarded by this. */
    private boolean closed;

    /** Makes a door for its opening, observed by nobody yet. */
    ResourceDoor(
            ProtectedResource resource, DecisionCounters counters, LastError lastError, Optional<Path> settingsFile) {
        this.resource = resource;
        this.view = new ResourceView(this::resource, counters, lastError, settingsFile);
    }

    /**
     * Opens a door. It does not wait: the issuers' metadata and keys are fetched in the background from now on.
     *
     * @param descriptor the filter's {@code init-param}s or the valve's attributes
     * @throws SettingsException if the settings do not work
     */
    public static ResourceDoor open(Map<String, String> descriptor, DoorPlace place) throws SettingsException {
        return DoorOpening.open(descriptor, place);
    }

    /** Has an observer closed with the door: the earliest first, before the resource. */
    synchronized void closeWith(Closeable observer) {
        observers.add(observer);
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
    synchronized boolean replaceBy(ProtectedResource after) {
        if (closed) {
            after.close();
            return false;
        }
        replaced.retire(resource);
        resource = after;
        return true;
    }

    /** Closes the connections to the authorization servers, and all views. Later requests get 503. */
    @Override
    public void close() {
        List<Closeable> parts = new ArrayList<>();
        synchronized (this) {
            closed = true;
            parts.addAll(observers);
            observers.clear();
            parts.add(replaced);
            parts.add(resource);
        }
        parts.forEach(ResourceDoor::closeQuietly);
    }

    static void closeQuietly(@Nullable Closeable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("A part could not be closed ({}). The others are closed all the same.", e.toString());
        }
    }
}
