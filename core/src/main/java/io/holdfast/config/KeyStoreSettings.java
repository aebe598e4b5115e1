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

/** The settings of this resource's own key and certificate. Immutable; passwords are handed out as copies. */
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
    private final char[] password;
    private final @Nullable KeyStoreSource source;

    KeyStoreSettings(SettingsReader reader) {
        file = reader.path(ResourceSetting.KEY_STORE);
        type = reader.text(ResourceSetting.KEY_STORE_TYPE);
        provider = reader.text(ResourceSetting.KEY_STORE_PROVIDER);
        password = reader.text(ResourceSetting.KEY_STORE_PASSWORD).toCharArray();
        PasswordSource ofStore =
                password(reader, ResourceSetting.KEY_STORE_PASSWORD, ResourceSetting.KEY_STORE_PASSWORD_FILE);
        PasswordSource ofKey = password(reader, ResourceSetting.KEY_PASSWORD, ResourceSetting.KEY_PASSWORD_FILE);
        String alias = reader.text(ResourceSetting.KEY_ALIAS);
        source = isPkcs11(reader)
                ? inHardware(ofStore, alias)
                : inFiles(ofStore, ofKey, reader.path(ResourceSetting.KEY_CERTIFICATE), alias);
    }

    static boolean isPkcs11(SettingsReader reader) {
        return reader.text(ResourceSetting.KEY_STORE_TYPE).equals(PKCS11);
    }

    private static @Nullable PasswordSource password(
            SettingsReader reader, ResourceSetting setting, ResourceSetting inFile) {
        String password = reader.text(setting);
        Path passwordFile = reader.path(inFile);
        if (passwordFile == null) {
            return password.isEmpty() ? null : PasswordSource.of(password.toCharArray());
        }
        if (!password.isEmpty()) {
            reader.problem(
                    inFile,
                    passwordFile.toString(),
                    "stands beside " + setting.settingName() + ". Take one of them out.");
        }
        return PasswordSource.file(passwordFile);
    }

    private @Nullable KeyStoreSource inHardware(@Nullable PasswordSource pin, String alias) {
        if (file == null && provider.isEmpty()) {
            return null;
        }
        Pkcs11KeyStore.Builder token = file == null
                ? Pkcs11KeyStore.ofProvider(provider)
                : Pkcs11KeyStore.configuredBy(file).registerProvider();
        if (pin != null) {
            token.pin(pin);
        }
        if (!alias.isEmpty()) {
            token.alias(alias);
        }
        return token.build();
    }

    /** Leaves out what has no effect here: it may be set for all issuers, and have one on another. */
    private @Nullable KeyStoreSource inFiles(
            @Nullable PasswordSource ofStore,
            @Nullable PasswordSource ofKey,
            @Nullable Path certificate,
            String alias) {
        if (file == null) {
            return null;
        }
        DetectedKeyStore.Builder store = DetectedKeyStore.at(file);
        if (!type.isEmpty()) {
            store.type(type);
        }
        boolean pem = type.equals(PEM) || (type.isEmpty() && certificate != null);
        if (pem && certificate != null) {
            store.certificates(certificate);
        }
        if (ofStore != null) {
            store.password(ofStore);
        }
        if (ofKey != null && !(pem && ofStore != null)) {
            store.keyPassword(ofKey);
        }
        if (!pem && !alias.isEmpty()) {
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
            reader.problem(
                    ResourceSetting.KEY_STORE_TYPE, type, "is none of PKCS12, JKS and PEM, and not BCFKS or PKCS11.");
        }
        boolean certificate = !reader.text(ResourceSetting.KEY_CERTIFICATE).isEmpty();
        if (certificate && !type.isEmpty() && !type.equals(PEM)) {
            reader.unused(CERTIFICATE, "is for a private key in PEM alone");
        }
        if (certificate || type.equals(PEM)) {
            reader.unused(ALIAS, "is not used with PEM, where a key has none");
            if (!reader.text(ResourceSetting.KEY_STORE_PASSWORD).isEmpty()
                    || !reader.text(ResourceSetting.KEY_STORE_PASSWORD_FILE).isEmpty()) {
                reader.unused(OWN_PASSWORD, "stands beside the key store's password, which in PEM is the key's");
            }
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

    /** {@link ResourceSetting#KEY_STORE}; empty for a method without a key, and for a registered provider. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** {@link ResourceSetting#KEY_STORE_TYPE}. */
    public Optional<String> type() {
        return type.isEmpty() ? Optional.empty() : Optional.of(type);
    }

    /** {@link ResourceSetting#KEY_STORE_PASSWORD}, a copy each time; empty if there is none. */
    public char[] password() {
        return password.clone();
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
