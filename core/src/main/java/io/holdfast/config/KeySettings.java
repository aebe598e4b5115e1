package io.holdfast.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of an issuer's keys: their location and lifetime. Immutable. */
public final class KeySettings {
    private final @Nullable URI jwksUri;
    private final Duration jwksCache;
    private final Duration jwksOutage;
    private final Duration jwksReload;

    KeySettings(SettingsReader reader) {
        jwksUri = reader.httpsUrl(ResourceSetting.JWKS_URI);
        jwksCache = Duration.ofSeconds(reader.integer(ResourceSetting.JWKS_CACHE_SECONDS, 1, 86_400));
        jwksOutage = Duration.ofSeconds(reader.integer(ResourceSetting.JWKS_OUTAGE_SECONDS, 0, 86_400));
        jwksReload = Duration.ofSeconds(reader.integer(ResourceSetting.JWKS_RELOAD_SECONDS, 1, 3_600));
    }

    /** {@link ResourceSetting#JWKS_URI}. */
    public Optional<URI> jwksUri() {
        return Optional.ofNullable(jwksUri);
    }

    /** {@link ResourceSetting#JWKS_CACHE_SECONDS}. */
    public Duration jwksCache() {
        return jwksCache;
    }

    /** {@link ResourceSetting#JWKS_OUTAGE_SECONDS}. */
    public Duration jwksOutage() {
        return jwksOutage;
    }

    /** {@link ResourceSetting#JWKS_RELOAD_SECONDS}. */
    public Duration jwksReload() {
        return jwksReload;
    }
}
