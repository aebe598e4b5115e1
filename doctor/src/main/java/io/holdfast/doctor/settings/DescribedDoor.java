package io.holdfast.doctor.settings;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.config.SettingsSources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A door as a file describes it. Immutable. */
public final class DescribedDoor {
    private final String name;
    private final Map<String, String> descriptor;
    private final Map<String, String> environment;
    private final List<String> problems;
    private final @Nullable DeclaredFilter filter;
    private final boolean ofOneApplication;

    private DescribedDoor(
            String name,
            Map<String, String> descriptor,
            Map<String, String> environment,
            List<String> problems,
            @Nullable DeclaredFilter filter,
            boolean ofOneApplication) {
        this.name = name;
        this.descriptor = new LinkedHashMap<>(descriptor);
        this.environment = new LinkedHashMap<>(environment);
        this.problems = problems;
        this.filter = filter;
        this.ofOneApplication = ofOneApplication;
    }

    /** A door that is described by settings alone. */
    static DescribedDoor of(String name, Map<String, String> descriptor, Map<String, String> environment) {
        return new DescribedDoor(name, descriptor, environment, List.of(), null, false);
    }

    /** This door as a filter: with the problems around its settings, and its mappings. */
    DescribedDoor ofFilter(List<String> found, DeclaredFilter declared) {
        return new DescribedDoor(name, descriptor, environment, List.copyOf(found), declared, true);
    }

    /** This door as a valve: with the problems around its settings, and whether it stands in one application's context. */
    DescribedDoor ofValve(List<String> found, boolean inContext) {
        return new DescribedDoor(name, descriptor, environment, List.copyOf(found), null, inContext);
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
        List<String> found = new ArrayList<>(problems);
        ResourceSettings settings = null;
        try {
            settings = SettingsSources.of(descriptor, environment).read();
            if (ofOneApplication) {
                settings.contexts().problemInOneApplication(name).ifPresent(found::add);
            }
            if (filter != null) {
                filter.problem(settings).ifPresent(found::add);
            }
        } catch (SettingsException e) {
            found.addAll(e.problems());
        }
        if (settings == null || !found.isEmpty()) {
            throw new SettingsException(found);
        }
        return settings;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
