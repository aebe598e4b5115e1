package io.holdfast.keystore;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trusted certificates in a file: in PEM, DER or PKCS#7, or in a PKCS#12, JKS or BCFKS trust store.
 *
 * <pre>{@code
 * TrustSource trust = TrustStoreFile.at(Paths.get("authorities.pem")).build();
 * }</pre>
 *
 * <p>{@link #load()} reads the file anew each time. Immutable and safe for use by several threads.
 */
public final class TrustStoreFile implements TrustSource {
    private final Path path;
    private final @Nullable String type;
    private final @Nullable PasswordSource password;

    private TrustStoreFile(Builder builder) {
        this.path = builder.path;
        this.type = builder.type;
        this.password = builder.password;
    }

    /** Starts with the file's path. Reads nothing yet. */
    public static Builder at(Path path) {
        return new Builder(path);
    }

    /**
     * Reads the file.
     *
     * @throws KeyMaterialException if the file cannot be read, the password is wrong, or there is no trusted certificate
     */
    @Override
    public TrustedCertificates load() throws KeyMaterialException {
        try (AskedPassword asked = AskedPassword.of(password)) {
            return TrustedCertificates.load(path, type, asked.characters());
        }
    }

    @Override
    public Collection<Path> files() {
        Set<Path> files = new LinkedHashSet<>(Collections.singletonList(path));
        if (password != null) {
            files.addAll(password.files());
        }
        return files;
    }

    /** The path and the type; no password. */
    @Override
    public String toString() {
        return "TrustStoreFile[" + path + ", type " + (type != null ? type : "by content") + "]";
    }

    /** Collects the settings of a {@link TrustStoreFile}. Not for use by several threads. */
    public static final class Builder {
        private final Path path;
        private @Nullable String type;
        private @Nullable PasswordSource password;

        private Builder(Path path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /** {@code PEM} (also for DER and PKCS#7) or a key store type, for example {@code PKCS12}. Default: detected from the content. */
        public Builder type(String trustStoreType) {
            this.type = Objects.requireNonNull(trustStoreType, "type");
            return this;
        }

        /**
         * The trust store's password. Default: none; then its integrity is not checked, and a PKCS#12 file with
         * encrypted certificates cannot be read. The array is copied.
         */
        public Builder password(char[] storePassword) {
            return password(PasswordSource.of(storePassword));
        }

        /** The source of the trust store's password, called each time that the file is read. */
        public Builder password(PasswordSource storePassword) {
            this.password = Objects.requireNonNull(storePassword, "password");
            return this;
        }

        /** Makes the source. Reads nothing yet. */
        public TrustStoreFile build() {
            return new TrustStoreFile(this);
        }
    }
}
