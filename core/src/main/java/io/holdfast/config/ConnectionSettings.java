package io.holdfast.config;

import io.holdfast.keystore.TrustSource;
import io.holdfast.keystore.TrustStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of calls to an authorization server: trusted certificates and timeouts. Immutable; the password is
 * handed out as a copy.
 */
public final class ConnectionSettings {
    private final @Nullable Path trustStore;
    private final @Nullable String trustStoreType;
    private final char @Nullable [] trustStorePassword;
    private final Duration connectTimeout;
    private final Duration responseTimeout;

    ConnectionSettings(SettingsReader reader) {
        trustStore = reader.path(ResourceSetting.TRUST_STORE);
        trustStoreType = trustStoreType(reader);
        trustStorePassword = password(reader);
        connectTimeout = Duration.ofMillis(reader.integer(ResourceSetting.CONNECT_TIMEOUT_MILLIS, 1, 60_000));
        responseTimeout = Duration.ofMillis(reader.integer(ResourceSetting.RESPONSE_TIMEOUT_MILLIS, 1, 60_000));
    }

    private static @Nullable String trustStoreType(SettingsReader reader) {
        String type = reader.text(ResourceSetting.TRUST_STORE_TYPE);
        if (type.isEmpty()) {
            return null;
        }
        if (!Arrays.asList("PKCS12", "JKS", "PEM").contains(type)) {
            reader.problem(ResourceSetting.TRUST_STORE_TYPE, type, "is none of PKCS12, JKS and PEM.");
        } else if (reader.text(ResourceSetting.TRUST_STORE).isEmpty()) {
            reader.problem(ResourceSetting.TRUST_STORE_TYPE, type, "has no trustStore. Set that too, or neither.");
        }
        return type;
    }

    private static char @Nullable [] password(SettingsReader reader) {
        String password = reader.text(ResourceSetting.TRUST_STORE_PASSWORD);
        if (!password.isEmpty() && reader.text(ResourceSetting.TRUST_STORE).isEmpty()) {
            reader.problem(
                    ResourceSetting.TRUST_STORE_PASSWORD,
                    password,
                    "has no trustStore to open. Set that too, or neither.");
        }
        return password.isEmpty() ? null : password.toCharArray();
    }

    /** {@link ResourceSetting#TRUST_STORE}. */
    public Optional<Path> trustStore() {
        return Optional.ofNullable(trustStore);
    }

    /** {@link ResourceSetting#TRUST_STORE_TYPE}. */
    public Optional<String> trustStoreType() {
        return Optional.ofNullable(trustStoreType);
    }

    /** {@link ResourceSetting#TRUST_STORE_PASSWORD}, a copy each time; null if there is none. */
    public char @Nullable [] trustStorePassword() {
        return trustStorePassword == null ? null : trustStorePassword.clone();
    }

    /** The certificates to trust: of the trust store, or of the Java platform. */
    public TrustSource trust() {
        if (trustStore == null) {
            return TrustedCertificates.ofPlatform();
        }
        TrustStoreFile.Builder file = TrustStoreFile.at(trustStore);
        trustStoreType().ifPresent(file::type);
        char[] password = trustStorePassword();
        return (password == null ? file : file.password(password)).build();
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
