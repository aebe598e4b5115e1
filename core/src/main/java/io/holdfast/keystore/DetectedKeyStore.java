package io.holdfast.keystore;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Key material in a file of any kind, for programs whose operators name the file: what a {@link KeyStoreFile} and what a
 * {@link PemKeyStore} reads, detected from the content.
 *
 * <pre>{@code
 * KeyStoreSource keys = DetectedKeyStore.at(Paths.get("/etc/holdfast/tls.key"))
 *         .certificates(Paths.get("/etc/holdfast/tls.crt"))
 *         .build();
 * }</pre>
 *
 * <p>{@link #load()} reads the files anew each time. Immutable and safe for use by several threads.
 */
public final class DetectedKeyStore implements KeyStoreSource {
    private final Path file;
    private final @Nullable String type;
    private final @Nullable Path certificates;
    private final @Nullable PasswordSource password;
    private final @Nullable PasswordSource keyPassword;
    private final @Nullable String alias;

    private DetectedKeyStore(Builder builder) {
        this.file = builder.file;
        this.type = builder.type;
        this.certificates = builder.certificates;
        this.password = builder.password;
        this.keyPassword = builder.keyPassword;
        this.alias = builder.alias;
    }

    /** Starts with the file that holds the private key. Reads nothing yet. */
    public static Builder at(Path file) {
        return new Builder(file);
    }

    /**
     * Reads the file.
     *
     * @throws KeyMaterialException as that of {@link KeyStoreFile#load()} and {@link PemKeyStore#load()}, or if an alias is
     *     set for a file in PEM
     */
    @Override
    public KeyMaterial load() throws KeyMaterialException {
        return isPem() ? pem().load() : keyStore().load();
    }

    private boolean isPem() throws KeyMaterialException {
        if (certificates != null) {
            return true;
        }
        String format = type != null ? type : KeyStoreFormat.of(KeyFile.read(file), file);
        return format.equalsIgnoreCase(KeyStoreFormat.PEM);
    }

    private PemKeyStore pem() throws KeyMaterialException {
        if (alias != null) {
            throw new KeyMaterialException(file + " is PEM by its content, and its key has no alias. Take the alias \""
                    + alias + "\" out, which a door has in keyAlias.");
        }
        PemKeyStore.Builder pem = PemKeyStore.at(file);
        if (certificates != null) {
            pem.certificates(certificates);
        }
        PasswordSource ofKey = keyPassword != null ? keyPassword : password;
        if (ofKey != null) {
            pem.keyPassword(ofKey);
        }
        return pem.build();
    }

    private KeyStoreFile keyStore() {
        KeyStoreFile.Builder store =
                KeyStoreFile.at(file).password(password != null ? password : PasswordSource.of(new char[0]));
        if (type != null) {
            store.type(type);
        }
        if (keyPassword != null) {
            store.keyPassword(keyPassword);
        }
        if (alias != null) {
            store.alias(alias);
        }
        return store.build();
    }

    @Override
    public Collection<Path> files() {
        Set<Path> files = new LinkedHashSet<>(Collections.singletonList(file));
        if (certificates != null) {
            files.add(certificates);
        }
        if (password != null) {
            files.addAll(password.files());
        }
        if (keyPassword != null) {
            files.addAll(keyPassword.files());
        }
        return files;
    }

    /** The paths and the selected entry; no password. */
    @Override
    public String toString() {
        return "DetectedKeyStore[" + file + (certificates == null ? "" : ", " + certificates) + ", type "
                + (type != null ? type : "by content") + ", alias " + (alias != null ? alias : "the only one") + "]";
    }

    /** Collects the settings of a {@link DetectedKeyStore}. Not for use by several threads. */
    public static final class Builder {
        private final Path file;
        private @Nullable String type;
        private @Nullable Path certificates;
        private @Nullable PasswordSource password;
        private @Nullable PasswordSource keyPassword;
        private @Nullable String alias;

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file, "file");
        }

        /** {@code PEM} (also for DER) or a key store type, for example {@code PKCS12}. Default: detected from the content. */
        public Builder type(String keyStoreType) {
            this.type = Objects.requireNonNull(keyStoreType, "type");
            return this;
        }

        /** The file with the certificate and its issuers; the other one then holds a key in PEM. Default: the same file. */
        public Builder certificates(Path certificateFile) {
            this.certificates = Objects.requireNonNull(certificateFile, "certificates");
            return this;
        }

        /** The source of the key store's password; in PEM the key's. Default: none. */
        public Builder password(PasswordSource storePassword) {
            this.password = Objects.requireNonNull(storePassword, "password");
            return this;
        }

        /** The source of the key's own password. Default: the key store's. */
        public Builder keyPassword(PasswordSource entryPassword) {
            this.keyPassword = Objects.requireNonNull(entryPassword, "keyPassword");
            return this;
        }

        /** The alias of the key entry. Default: the only entry. */
        public Builder alias(String entryAlias) {
            this.alias = Objects.requireNonNull(entryAlias, "alias");
            return this;
        }

        /** Makes the source. Reads nothing yet. */
        public DetectedKeyStore build() {
            return new DetectedKeyStore(this);
        }
    }
}
