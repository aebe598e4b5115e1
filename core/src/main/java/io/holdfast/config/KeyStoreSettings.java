package io.holdfast.config;

import io.holdfast.keystore.DetectedKeyStore;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PasswordSource;
import io.holdfast.keystore.Pkcs11KeyStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of this resource's own key and certificate. Immutable. */
public final class KeyStoreSettings {
    /** All of them. */
    static final Set<ResourceSetting> SETTINGS = Collections.unmodifiableSet(EnumSet.of(
            ResourceSetting.KEY_STORE,
            ResourceSetting.KEY_STORE_TYPE,
            ResourceSetting.KEY_STORE_PROVIDER,
            ResourceSetting.KEY_STORE_PASSWORD,
            ResourceSetting.KEY_STORE_PASSWORD_FILE,
            ResourceSetting.KEY_ALIAS,
            ResourceSetting.KEY_PASSWORD,
            ResourceSetting.KEY_PASSWORD_FILE,
            ResourceSetting.KEY_CERTIFICATE));

    private static final String PEM = "PEM";
    private static final String PKCS11 = "PKCS11";
    private static final List<String> TYPES =
            Collections.unmodifiableList(Arrays.asList("PKCS12", "JKS", "BCFKS", PEM, PKCS11));

    private static final Set<ResourceSetting> PROVIDER = EnumSet.of(ResourceSetting.KEY_STORE_PROVIDER);
    private static final Set<ResourceSetting> ALIAS = EnumSet.of(ResourceSetting.KEY_ALIAS);
    private static final Set<ResourceSetting> CERTIFICATE = EnumSet.of(ResourceSetting.KEY_CERTIFICATE);
    private static final Set<ResourceSetting> OWN_PASSWORD =
            EnumSet.of(ResourceSetting.KEY_PASSWORD, ResourceSetting.KEY_PASSWORD_FILE);

    private final @Nullable Path file;
    private final String type;
    private final String provider;
    private final @Nullable Path certificate;
    private final @Nullable PasswordSource ofStore;
    private final @Nullable PasswordSource ofKey;
    private final @Nullable KeyStoreSource source;

    KeyStoreSettings(SettingsReader reader) {
        file = reader.path(ResourceSetting.KEY_STORE);
        type = reader.text(ResourceSetting.KEY_STORE_TYPE);
        provider = reader.text(ResourceSetting.KEY_STORE_PROVIDER);
        certificate = reader.path(ResourceSetting.KEY_CERTIFICATE);
        ofStore = reader.password(ResourceSetting.KEY_STORE_PASSWORD, ResourceSetting.KEY_STORE_PASSWORD_FILE);
        ofKey = reader.password(ResourceSetting.KEY_PASSWORD, ResourceSetting.KEY_PASSWORD_FILE);
        String alias = reader.text(ResourceSetting.KEY_ALIAS);
        source = isPkcs11(reader) ? inHardware(alias) : file == null ? null : inFiles(file, alias);
    }

    static boolean isPkcs11(SettingsReader reader) {
        return reader.text(ResourceSetting.KEY_STORE_TYPE).equals(PKCS11);
    }

    /** True if the settings say so; a file may still turn out to be PEM by its content. */
    private boolean isPem() {
        return type.equals(PEM) || (type.isEmpty() && certificate != null);
    }

    private @Nullable KeyStoreSource inHardware(String alias) {
        if (file == null && provider.isEmpty()) {
            return null;
        }
        Pkcs11KeyStore.Builder token = file == null
                ? Pkcs11KeyStore.ofProvider(provider)
                : Pkcs11KeyStore.configuredBy(file).registerProvider();
        if (ofStore != null) {
            token.pin(ofStore);
        }
        if (!alias.isEmpty()) {
            token.alias(alias);
        }
        return token.build();
    }

    /** Leaves out what has no effect here: it may be set for all issuers, and have one on another. */
    private KeyStoreSource inFiles(Path keys, String alias) {
        DetectedKeyStore.Builder store = DetectedKeyStore.at(keys);
        if (!type.isEmpty()) {
            store.type(type);
        }
        if (isPem() && certificate != null) {
            store.certificates(certificate);
        }
        if (ofStore != null) {
            store.password(ofStore);
        }
        if (ofKey != null && !(isPem() && ofStore != null)) {
            store.keyPassword(ofKey);
        }
        if (!isPem() && !alias.isEmpty()) {
            store.alias(alias);
        }
        return store.build();
    }

    /** Notes what is missing, contradicts, or has no effect. */
    void require(SettingsReader reader, String what) {
        if (type.equals(PKCS11)) {
            requireToken(reader, what);
            return;
        }
        reader.requireFor(what, ResourceSetting.KEY_STORE);
        reader.unused(PROVIDER, "is for keyStoreType PKCS11 alone");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            reader.problem(ResourceSetting.KEY_STORE_TYPE, type, "is none of " + String.join(", ", TYPES) + ".");
        }
        if (isPem()) {
            reader.unused(ALIAS, "is not used with PEM, where a key has none");
            if (ofStore != null) {
                reader.unused(OWN_PASSWORD, "stands beside the key store's password, which in PEM is the key's");
            }
        } else if (!type.isEmpty()) {
            reader.unused(CERTIFICATE, "is for a private key in PEM alone");
        }
    }

    private void requireToken(SettingsReader reader, String what) {
        if ((file == null) == provider.isEmpty()) {
            reader.problem(
                    ResourceSetting.KEY_STORE_TYPE,
                    type,
                    "needs either keyStore or keyStoreProvider for " + what + (file == null ? "." : ", not both."));
        }
        reader.unused(OWN_PASSWORD, "is not used by keyStoreType PKCS11, which has a PIN: set keyStorePassword");
        reader.unused(CERTIFICATE, "is not used by keyStoreType PKCS11, which has certificates of its own");
    }

    /** The place of the key as it was set, for messages. */
    public String place() {
        return file != null ? file.toString() : provider;
    }

    /** The setting that names the place. */
    public ResourceSetting placeSetting() {
        return file != null ? ResourceSetting.KEY_STORE : ResourceSetting.KEY_STORE_PROVIDER;
    }

    /** The key and its certificate, always the same source; empty for a method without a key. */
    public Optional<KeyStoreSource> source() {
        return Optional.ofNullable(source);
    }
}
