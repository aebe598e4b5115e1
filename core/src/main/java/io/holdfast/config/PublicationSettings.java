package io.holdfast.config;

import io.holdfast.text.TokenSyntax;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of a protected resource's public answers: its metadata and its health. Immutable. */
public final class PublicationSettings {
    private final @Nullable URI resource;
    private final @Nullable URI resourceMetadata;
    private final @Nullable String healthPath;

    PublicationSettings(SettingsReader reader) {
        resource = resource(reader);
        resourceMetadata = asciiUrl(reader, ResourceSetting.RESOURCE_METADATA);
        if (resourceMetadata != null) {
            reader.requireFor("resourceMetadata", ResourceSetting.RESOURCE);
        }
        healthPath = healthPath(reader);
    }

    /** Reads a URL that will stand in a header, so that it must be ASCII. */
    private static @Nullable URI asciiUrl(SettingsReader reader, ResourceSetting setting) {
        URI url = reader.httpsUrl(setting);
        if (url != null && !TokenSyntax.isQuotable(url.toString())) {
            reader.problem(
                    setting,
                    url.toString(),
                    "has a character that is not ASCII. Write it percent-encoded, '" + url.toASCIIString() + "'.");
        }
        return url;
    }

    private static @Nullable URI resource(SettingsReader reader) {
        URI resource = asciiUrl(reader, ResourceSetting.RESOURCE);
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
