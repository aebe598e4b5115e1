package io.holdfast.config;

import io.holdfast.file.UnreadableFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a protected resource's settings: its descriptor (the {@code init-param}s of a filter, the attributes
 * of a valve), the environment, and the properties file that {@link ResourceSetting#CONFIG_FILE} names. They are merged
 * name by name: the descriptor's own value wins over the environment's, and that over the file's.
 *
 * <p>No entry is ignored in silence. An unknown name in any source stops the start, and every problem names the source
 * of the value, unless that is the descriptor.
 *
 * <p>Immutable: descriptor and environment are copied at construction. Safe for use by several threads.
 */
public final class SettingsSources {
    private final Map<String, String> descriptor;
    private final EnvironmentSettings environment;

    private SettingsSources(Map<String, String> descriptor, Map<String, String> environment) {
        this.descriptor = Collections.unmodifiableMap(new LinkedHashMap<>(descriptor));
        this.environment = new EnvironmentSettings(environment);
    }

    /**
     * Combines the descriptor, this process's environment, and the file that either of them names. Reads nothing yet.
     *
     * @param descriptor values by {@link ResourceSetting#settingName()}; with several issuers those of one issuer by
     *     its name, a dot and the setting's name
     */
    public static SettingsSources of(Map<String, String> descriptor) {
        return of(descriptor, System.getenv());
    }

    /**
     * Combines the descriptor, an environment, and the file that either of them names. Reads nothing yet.
     *
     * @param descriptor as with {@link #of(Map)}
     * @param environment environment variables, for example of a process to be looked at
     */
    public static SettingsSources of(Map<String, String> descriptor, Map<String, String> environment) {
        return new SettingsSources(descriptor, environment);
    }

    /**
     * Reads the file, if there is one, and parses all settings.
     *
     * @throws SettingsException if the file cannot be read, then with this problem alone, because the others depend on
     *     it; or with all problems of {@link ResourceSettings#parse} and those of the sources: a variable that is for
     *     no setting, a setting that stands twice in the file, a malformed escape
     */
    public ResourceSettings read() throws SettingsException {
        Path path = requireFile();
        SettingsFile file = path == null ? null : opened(path, SettingsFile::read);
        SourcedSettings all = SourcedSettings.ofDescriptor(descriptor);
        environment.addTo(all, issuers(file));
        if (file != null) {
            file.addTo(all);
        }
        return ResourceSettings.parse(SettingsReader.of(all), file == null ? null : file.mark());
    }

    /** The issuer names by which environment variables are split, from the source that wins for this setting. */
    private Set<String> issuers(@Nullable SettingsFile file) {
        String given = descriptor.get(ResourceSetting.ISSUERS.settingName());
        if (given == null) {
            given = environment
                    .value(ResourceSetting.ISSUERS)
                    .orElseGet(() -> file == null ? "" : file.text(ResourceSetting.ISSUERS));
        }
        return GivenSettings.words(given);
    }

    /**
     * The file that descriptor or environment name, whether it exists or not; empty if they name none, or one that
     * {@link #read} could not use.
     */
    public Optional<Path> file() {
        try {
            return Optional.ofNullable(requireFile());
        } catch (SettingsException e) {
            return Optional.empty();
        }
    }

    private @Nullable Path requireFile() throws SettingsException {
        SettingsReader reader = configFile();
        Path path = reader.path(ResourceSetting.CONFIG_FILE);
        reader.finish();
        return path;
    }

    private SettingsReader configFile() {
        SourcedSettings only = new SourcedSettings();
        String name = ResourceSetting.CONFIG_FILE.settingName();
        if (descriptor.containsKey(name)) {
            only = SourcedSettings.ofDescriptor(Collections.singletonMap(name, descriptor.get(name)));
        } else {
            environment.addTo(only, ResourceSetting.CONFIG_FILE);
        }
        return SettingsReader.of(only);
    }

    /**
     * Identifies the file's present content without parsing it.
     *
     * @throws SettingsException if there is none or it cannot be read
     */
    ContentMark mark() throws SettingsException {
        Path path = requireFile();
        if (path == null) {
            throw new SettingsException(Collections.singleton("The setting 'configFile' is missing."));
        }
        return opened(path, SettingsFile::mark);
    }

    private <T> T opened(Path path, Opening<T> opening) throws SettingsException {
        try {
            return opening.open(path);
        } catch (UnreadableFileException e) {
            SettingsReader reader = configFile();
            reader.problem(ResourceSetting.CONFIG_FILE, path.toString(), "is no file of settings. " + e.getMessage());
            reader.finish();
            throw new IllegalStateException("A problem was noted.", e);
        }
    }

    private interface Opening<T> {
        T open(Path path) throws UnreadableFileException;
    }
}
