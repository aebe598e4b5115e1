package io.holdfast.keystore;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Key material in a PKCS#12 or JKS file.
 *
 * <pre>{@code
 * KeyStoreSource keys = KeyStoreFile.at(Paths.get("server-a.p12"))
 *         .password(password)
 *         .build();
 * }</pre>
 *
 * <p>The file is read by {@link #load()}, each time anew. Immutable and safe for use by several threads.
 */
public final class KeyStoreFile implements KeyStoreSource {
    private final Path path;
    private final @Nullable String type;
    private final char[] password;
    private final char[] keyPassword;
    private final @Nullable String alias;

    private KeyStoreFile(Builder builder, char[] password) {
        this.path = builder.path;
        this.type = builder.type;
        this.password = password;
        this.keyPassword = builder.keyPassword != null ? builder.keyPassword : password;
        this.alias = builder.alias;
    }

    /** Starts with the file's path. Nothing is read yet. */
    public static Builder at(Path path) {
        return new Builder(path);
    }

    /**
     * Reads the file and takes its key entry.
     *
     * @throws KeyMaterialException if the file cannot be read, the password is wrong, there is no key entry, there are
     *     several and no alias was given, or key and certificate do not belong together
     */
    @Override
    public KeyMaterial load() throws KeyMaterialException {
        byte[] content = SmallFile.read(path);
        String format = type != null ? type : KeyStoreFormat.of(content, path);
        if (format.equalsIgnoreCase(KeyStoreFormat.PEM)) {
            throw new KeyMaterialException(path + " is a PEM file. Read it with PemKeyStore.");
        }
        KeyStore store = KeyStoreFormat.open(path, content, format, password);
        try {
            String entry = entry(store);
            return KeyMaterial.of(privateKey(store, entry), certificates(store, entry));
        } catch (KeyStoreException e) {
            throw new KeyMaterialException(path + " cannot be read as " + format + ".", e);
        }
    }

    @Override
    public Collection<Path> files() {
        return Collections.singletonList(path);
    }

    private String entry(KeyStore store) throws KeyMaterialException, KeyStoreException {
        List<String> entries = new ArrayList<>();
        for (String name : Collections.list(store.aliases())) {
            if (store.isKeyEntry(name)) {
                entries.add(name);
            }
        }
        if (alias != null) {
            if (store.isKeyEntry(alias)) {
                return alias;
            }
            throw new KeyMaterialException(
                    path + " has no key entry \"" + alias + "\". Its key entries: " + entries + ".");
        }
        if (entries.size() == 1) {
            return entries.get(0);
        }
        if (entries.isEmpty()) {
            throw new KeyMaterialException(path + " has no key entry, only " + store.size()
                    + " certificates. Give the key store that holds the private key.");
        }
        throw new KeyMaterialException(
                path + " has several key entries: " + entries + ". Say by alias which one is meant.");
    }

    private PrivateKey privateKey(KeyStore store, String entry) throws KeyMaterialException {
        Key key;
        try {
            key = store.getKey(entry, keyPassword);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException(
                    "The key \"" + entry + "\" in " + path + " cannot be opened with this password."
                            + " If the key has a password of its own, give it as key password.",
                    e);
        }
        if (!(key instanceof PrivateKey)) {
            throw new KeyMaterialException("The entry \"" + entry + "\" in " + path + " is no private key.");
        }
        return (PrivateKey) key;
    }

    private List<X509Certificate> certificates(KeyStore store, String entry)
            throws KeyMaterialException, KeyStoreException {
        Certificate[] chain = store.getCertificateChain(entry);
        List<X509Certificate> certificates = new ArrayList<>();
        if (chain != null) {
            for (Certificate certificate : chain) {
                if (certificate instanceof X509Certificate) {
                    certificates.add((X509Certificate) certificate);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new KeyMaterialException("The key \"" + entry + "\" in " + path + " has no X.509 certificate.");
        }
        return certificates;
    }

    /** The path and what was chosen; no password. */
    @Override
    public String toString() {
        return "KeyStoreFile[" + path + ", type " + (type != null ? type : "by content") + ", alias "
                + (alias != null ? alias : "the only one") + "]";
    }

    /** Collects what a {@link KeyStoreFile} needs. Not for use by several threads. */
    public static final class Builder {
        private final Path path;
        private @Nullable String type;
        private char @Nullable [] password;
        private char @Nullable [] keyPassword;
        private @Nullable String alias;

        private Builder(Path path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /** The key store type, for example {@code PKCS12} or {@code JKS}. Default: what the content is. */
        public Builder type(String keyStoreType) {
            this.type = Objects.requireNonNull(keyStoreType, "type");
            return this;
        }

        /** The key store's password; required, an empty array for an empty one. The array is copied. */
        public Builder password(char[] storePassword) {
            this.password = storePassword.clone();
            return this;
        }

        /** The key's own password. Default: the key store's. The array is copied. */
        public Builder keyPassword(char[] entryPassword) {
            this.keyPassword = entryPassword.clone();
            return this;
        }

        /** Which key entry to take. Default: the only one. */
        public Builder alias(String entryAlias) {
            this.alias = Objects.requireNonNull(entryAlias, "alias");
            return this;
        }

        /**
         * Makes the source. Nothing is read yet.
         *
         * @throws IllegalStateException if no password was given
         */
        public KeyStoreFile build() {
            if (password == null) {
                throw new IllegalStateException("The key store " + path
                        + " needs a password: call password(char[]), with an empty array if it is empty.");
            }
            return new KeyStoreFile(this, password);
        }
    }
}
