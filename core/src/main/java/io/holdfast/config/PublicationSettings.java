package io.holdfast.config;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings about what a protected resource tells everybody: its metadata, and whether it can work. Immutable. */
public final class PublicationSettings {
    private final @Nullable URI resource;
    private final @Nullable URI resourceMetadata;
    private final @Nullable String healthPath;

    PublicationSettings(SettingsReader reader) {
        resource = resource(reader);
        resourceMetadata = reader.httpsUrl(ResourceSetting.RESOURCE_METADATA);
        if (resourceMetadata != null) {
            reader.requireFor("resourceMetadata", ResourceSetting.RESOURCE);
        }
        healthPath = healthPath(reader);
    }

    private static @Nullable URI resource(SettingsReader reader) {
        URI resource = reader.httpsUrl(ResourceSetting.RESOURCE);
        if (resource != null && resource.getRawQuery() != null) {
            reader.problem(
                    ResourceSetting.RESOURCE,
                    reader.text(ResourceSetting.RESOURCE),
                    "has a query. Write the resource's identifier without one (RFC 9728).");
        }
        return resource;
    }

    private static @Nullable String healthPath(SettingsReader reader) {
        String path = reader.text(ResourceSetting.HEALTH_PATH);
        if (path.isEmpty()) {
            return null;
        }
        if (!path.matches("(/[A-Za-z0-9._~-]+)+") || path.matches(".*/\\.\\.?(/.*)?")) {
            reader.problem(
                    ResourceSetting.HEALTH_PATH,
                    path,
                    "is not one path of letters, digits and '-._~' within the application. Write it whole, as in"
                            + " '/holdfast/health'.");
        }
        return path;
    }

    /** {@link ResourceSetting#RESOURCE}. */
    public Optional<URI> resource() {
        return Optional.ofNullable(resource);
    }

    /** {@link ResourceSetting#RESOURCE_METADATA}. */
    public Optional<URI> resourceMetadata() {
        return Optional.ofNullable(resourceMetadata);
    }

    /** {@link ResourceSetting#HEALTH_PATH}. */
    public Optional<String> healthPath() {
        return Optional.ofNullable(healthPath);
    }
}
