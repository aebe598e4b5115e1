package io.holdfast.config;

import io.holdfast.keystore.PasswordSource;
import io.holdfast.keystore.TrustSource;
import io.holdfast.keystore.TrustStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of calls to an authorization server: trusted certificates and timeouts. Immutable. */
public final class ConnectionSettings {
    private static final List<String> TYPES =
            Collections.unmodifiableList(Arrays.asList("PKCS12", "JKS", "BCFKS", "PEM"));

    private static final Set<ResourceSetting> OF_A_TRUST_STORE = EnumSet.of(
            ResourceSetting.TRUST_STORE_TYPE,
            ResourceSetting.TRUST_STORE_PASSWORD,
            ResourceSetting.TRUST_STORE_PASSWORD_FILE);

    private final @Nullable Path trustStore;
    private final @Nullable TrustSource trust;
    private final Duration connectTimeout;
    private final Duration responseTimeout;

    ConnectionSettings(SettingsReader reader) {
        trustStore = reader.path(ResourceSetting.TRUST_STORE);
        trust = trustStore == null ? null : inFile(trustStore, reader);
        if (reader.text(ResourceSetting.TRUST_STORE).isEmpty()) {
            requireNothingOfATrustStore(reader);
        }
        connectTimeout = Duration.ofMillis(reader.integer(ResourceSetting.CONNECT_TIMEOUT_MILLIS, 1, 60_000));
        responseTimeout = Duration.ofMillis(reader.integer(ResourceSetting.RESPONSE_TIMEOUT_MILLIS, 1, 60_000));
    }

    private static void requireNothingOfATrustStore(SettingsReader reader) {
        for (ResourceSetting setting : OF_A_TRUST_STORE) {
            if (!reader.text(setting).isEmpty()) {
                reader.problem(setting, reader.text(setting), "has no trustStore. Set that too, or neither.");
            }
        }
    }

    private static TrustSource inFile(Path file, SettingsReader reader) {
        TrustStoreFile.Builder store = TrustStoreFile.at(file);
        String type = reader.text(ResourceSetting.TRUST_STORE_TYPE);
        if (!type.isEmpty()) {
            store.type(type);
            if (!TYPES.contains(type)) {
                reader.problem(ResourceSetting.TRUST_STORE_TYPE, type, "is none of PKCS12, JKS, BCFKS and PEM.");
            }
        }
        PasswordSource password =
                reader.password(ResourceSetting.TRUST_STORE_PASSWORD, ResourceSetting.TRUST_STORE_PASSWORD_FILE);
        if (password != null) {
            store.password(password);
        }
        return store.build();
    }

    /** {@link ResourceSetting#TRUST_STORE}. */
    public Optional<Path> trustStore() {
        return Optional.ofNullable(trustStore);
    }

    /** The certificates to trust: of the trust store, or of the Java platform. */
    public TrustSource trust() {
        return trust != null ? trust : TrustedCertificates.ofPlatform();
    }

    /** {@link ResourceSetting#CONNECT_TIMEOUT_MILLIS}. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** {@link ResourceSetting#RESPONSE_TIMEOUT_MILLIS}. */
    public Duration responseTimeout() {
        return responseTimeout;
    }
}
