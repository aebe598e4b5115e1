package io.holdfast.keystore;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Key material in a PKCS#12, JKS or BCFKS file. BCFKS needs Bouncy Castle ({@code org.bouncycastle:bcprov-jdk18on}, or
 * its FIPS provider registered by the application); it is not registered as a JCA provider.
 *
 * <pre>{@code
 * KeyStoreSource keys = KeyStoreFile.at(Paths.get("server-a.p12"))
 *         .password(password)
 *         .build();
 * }</pre>
 *
 * <p>{@link #load()} reads the file anew each time. Immutable and safe for use by several threads.
 */
public final class KeyStoreFile implements KeyStoreSource {
    private final Path path;
    private final @Nullable String type;
    private final PasswordSource password;
    private final PasswordSource keyPassword;
    private final @Nullable String alias;

    private KeyStoreFile(Builder builder, PasswordSource password) {
        this.path = builder.path;
        this.type = builder.type;
        this.password = password;
        this.keyPassword = builder.keyPassword != null ? builder.keyPassword : password;
        this.alias = builder.alias;
    }

    /** Starts with the file's path. Reads nothing yet. */
    public static Builder at(Path path) {
        return new Builder(path);
    }

    /**
     * Reads the file and takes its key entry.
     *
     * @throws KeyMaterialException if the file cannot be read, the password is wrong, there is no key entry, there are
     *     several and no alias is set, or key and certificate do not belong together
     */
    @Override
    public KeyMaterial load() throws KeyMaterialException {
        byte[] content = KeyFile.read(path);
        String format = type != null ? type : KeyStoreFormat.of(content, path);
        if (format.equalsIgnoreCase(KeyStoreFormat.PEM)) {
            try (PemFile file = PemFile.of(content)) {
                throw new KeyMaterialException(path + " is no PKCS12 or JKS key store. " + file.found()
                        + " For a private key in PEM set the type to PEM (in Java: PemKeyStore).");
            }
        }
        try (AskedPassword ofStore = AskedPassword.of(password);
                AskedPassword ofKey = AskedPassword.of(keyPassword != password ? keyPassword : null)) {
            KeyStore store = KeyStoreFormat.open(path, content, format, ofStore.characters());
            char[] keys = keyPassword != password ? ofKey.characters() : ofStore.characters();
            KeyEntry entry = KeyEntry.in(store, path.toString(), alias);
            return entry.open(keys, KeyStoreFormat.certificates(content, format, ofStore.characters()));
        }
    }

    @Override
    public Collection<Path> files() {
        Set<Path> files = new LinkedHashSet<>(Collections.singletonList(path));
        files.addAll(password.files());
        files.addAll(keyPassword.files());
        return files;
    }

    /** The path and the selected entry; no password. */
    @Override
    public String toString() {
        return "KeyStoreFile[" + path + ", type " + (type != null ? type : "by content") + ", alias "
                + (alias != null ? alias : "the only one") + "]";
    }

    /** Collects the settings of a {@link KeyStoreFile}. Not for use by several threads. */
    public static final class Builder {
        private final Path path;
        private @Nullable String type;
        private @Nullable PasswordSource password;
        private @Nullable PasswordSource keyPassword;
        private @Nullable String alias;

        private Builder(Path path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /** The type, for example {@code PKCS12}, {@code JKS} or {@code BCFKS}. Default: detected from the content. */
        public Builder type(String keyStoreType) {
            this.type = Objects.requireNonNull(keyStoreType, "type");
            return this;
        }

        /** The key store's password; required, an empty array for an empty one. The array is copied. */
        public Builder password(char[] storePassword) {
            return password(PasswordSource.of(storePassword));
        }

        /** The source of the key store's password, called each time that the file is read. */
        public Builder password(PasswordSource storePassword) {
            this.password = Objects.requireNonNull(storePassword, "password");
            return this;
        }

        /** The key's own password. Default: the key store's. The array is copied. */
        public Builder keyPassword(char[] entryPassword) {
            return keyPassword(PasswordSource.of(entryPassword));
        }

        /** The source of the key's own password, called each time that the file is read. */
        public Builder keyPassword(PasswordSource entryPassword) {
            this.keyPassword = Objects.requireNonNull(entryPassword, "keyPassword");
            return this;
        }

        /** The alias of the key entry. Default: the only entry. */
        public Builder alias(String entryAlias) {
            this.alias = Objects.requireNonNull(entryAlias, "alias");
            return this;
        }

        /**
         * Makes the source. Reads nothing yet.
         *
         * @throws IllegalStateException if no password is set
         */
        public KeyStoreFile build() {
            if (password == null) {
                throw new IllegalStateException("The key store " + path
                        + " needs a password: call password, with an empty array if it is empty.");
            }
            return new KeyStoreFile(this, password);
        }
    }
}
