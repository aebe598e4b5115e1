package io.holdfast.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of token introspection: the endpoint, the client that calls it, and the lifetime of its answers.
 * Immutable.
 */
public final class IntrospectionSettings {
    /** Settings that only an issuer with {@code verification=introspection} uses. */
    static final Set<ResourceSetting> SETTINGS = settings();

    /** Settings that only signed answers need. */
    private static final Set<ResourceSetting> KEYS = EnumSet.of(
            ResourceSetting.JWKS_URI,
            ResourceSetting.ALGORITHMS,
            ResourceSetting.JWKS_CACHE_SECONDS,
            ResourceSetting.JWKS_OUTAGE_SECONDS,
            ResourceSetting.JWKS_RELOAD_SECONDS);

    private final @Nullable URI endpoint;
    private final boolean signed;
    private final Duration cache;
    private final Duration negativeCache;
    private final int cacheSize;
    private final ClientSettings client;

    IntrospectionSettings(SettingsReader reader) {
        endpoint = reader.httpsUrl(ResourceSetting.INTROSPECTION_ENDPOINT);
        signed = reader.choice(ResourceSetting.INTROSPECTION_RESPONSE, "json", false, "signed", true);
        cache = Duration.ofSeconds(reader.integer(ResourceSetting.INTROSPECTION_CACHE_SECONDS, 0, 3_600));
        negativeCache =
                Duration.ofSeconds(reader.integer(ResourceSetting.INTROSPECTION_NEGATIVE_CACHE_SECONDS, 0, 3_600));
        cacheSize = reader.integer(ResourceSetting.INTROSPECTION_CACHE_SIZE, 1, 1_000_000);
        client = new ClientSettings(reader);
        reader.unused(
                EnumSet.of(ResourceSetting.TOKEN_TYPE, ResourceSetting.TOKEN_CACHE_SIZE),
                "is not used by verification introspection");
        if (!signed) {
            reader.unused(KEYS, "is not used by verification introspection without introspectionResponse signed");
        }
    }

    private static Set<ResourceSetting> settings() {
        Set<ResourceSetting> settings = EnumSet.of(
                ResourceSetting.INTROSPECTION_ENDPOINT,
                ResourceSetting.INTROSPECTION_RESPONSE,
                ResourceSetting.INTROSPECTION_CACHE_SECONDS,
                ResourceSetting.INTROSPECTION_NEGATIVE_CACHE_SECONDS,
                ResourceSetting.INTROSPECTION_CACHE_SIZE,
                ResourceSetting.CLIENT_ID,
                ResourceSetting.CLIENT_AUTHENTICATION,
                ResourceSetting.CLIENT_ASSERTION_ALGORITHM,
                ResourceSetting.CLIENT_ASSERTION_KEY_ID,
                ResourceSetting.CLIENT_ASSERTION_TYPE,
                ResourceSetting.CLIENT_ASSERTION_AUDIENCE,
                ResourceSetting.CLIENT_SECRET,
                ResourceSetting.CLIENT_SECRET_FILE);
        settings.addAll(KeyStoreSettings.SETTINGS);
        return Collections.unmodifiableSet(settings);
    }

    /** {@link ResourceSetting#INTROSPECTION_ENDPOINT}. */
    public Optional<URI> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /** {@link ResourceSetting#INTROSPECTION_RESPONSE}: true if only signed answers are accepted. */
    public boolean signed() {
        return signed;
    }

    /** {@link ResourceSetting#INTROSPECTION_CACHE_SECONDS}. */
    public Duration cache() {
        return cache;
    }

    /** {@link ResourceSetting#INTROSPECTION_NEGATIVE_CACHE_SECONDS}. */
    public Duration negativeCache() {
        return negativeCache;
    }

    /** {@link ResourceSetting#INTROSPECTION_CACHE_SIZE}, in tokens. */
    public int cacheSize() {
        return cacheSize;
    }

    /** The client as which this resource calls the endpoint. */
    public ClientSettings client() {
        return client;
    }
}
