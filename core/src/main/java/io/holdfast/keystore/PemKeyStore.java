package io.holdfast.keystore;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Key material in PEM files: the private key as plain or encrypted PKCS#8, PKCS#1, SEC1 or in OpenSSL's old encrypted
 * form ({@code DEK-Info}), the certificates in the same file or in a second one, in any order. Either file may be DER;
 * certificates may be PKCS#7.
 *
 * <pre>{@code
 * KeyStoreSource keys = PemKeyStore.at(Paths.get("server-a.key"))
 *         .certificates(Paths.get("server-a.crt"))
 *         .keyPassword(password)
 *         .build();
 * }</pre>
 *
 * <p>An encrypted key needs Bouncy Castle ({@code org.bouncycastle:bcpkix-jdk18on} with {@code bcprov} and
 * {@code bcutil}) on the class path. It is not registered as a JCA provider.
 *
 * <p>{@link #load()} reads the files anew each time. Immutable and safe for use by several threads.
 */
public final class PemKeyStore implements KeyStoreSource {
    private final Path keyFile;
    private final Path certificateFile;
    private final @Nullable PasswordSource keyPassword;

    private PemKeyStore(Builder builder) {
        this.keyFile = builder.keyFile;
        this.certificateFile = builder.certificateFile;
        this.keyPassword = builder.keyPassword;
    }

    /** Starts with the file that holds the private key. Reads nothing yet. */
    public static Builder at(Path keyFile) {
        return new Builder(keyFile);
    }

    /**
     * Reads the files.
     *
     * @throws KeyMaterialException if a file cannot be read, holds no key, several keys or no certificate, if the
     *     password is missing or wrong, if key and certificate do not belong together, or if the key is encrypted
     *     and Bouncy Castle is missing or too old
     */
    @Override
    public KeyMaterial load() throws KeyMaterialException {
        List<X509Certificate> certificates =
                PemCertificates.in(KeyFile.read(certificateFile), certificateFile, "certificate");
        byte[] pkcs8 = pkcs8();
        try {
            return KeyMaterial.of(privateKey(pkcs8, certificates), certificates);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    @Override
    public Collection<Path> files() {
        Set<Path> files = new LinkedHashSet<>(Arrays.asList(keyFile, certificateFile));
        if (keyPassword != null) {
            files.addAll(keyPassword.files());
        }
        return files;
    }

    private byte[] pkcs8() throws KeyMaterialException {
        byte[] content = KeyFile.read(keyFile);
        try (AskedPassword password = AskedPassword.of(keyPassword)) {
            return PemPrivateKey.pkcs8(content, keyFile, password.characters());
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Converts the key to the JDK's own class, which every TLS provider takes, with the certificates' algorithm. */
    private PrivateKey privateKey(byte[] pkcs8, List<X509Certificate> certificates) throws KeyMaterialException {
        Set<String> algorithms = PlainPrivateKey.algorithms(certificates);
        PrivateKey key = PlainPrivateKey.ofAlgorithm(pkcs8, algorithms);
        if (key == null) {
            throw new KeyMaterialException("The private key in " + keyFile + " is no key for the certificates in "
                    + certificateFile + ", whose keys are " + algorithms
                    + ". Give the certificate that was issued for this key; an EC key must be on a named curve, as"
                    + " openssl ec -in <key> -param_enc named_curve -out <new file> writes it.");
        }
        return key;
    }

    /** The paths; no password. */
    @Override
    public String toString() {
        return "PemKeyStore[" + keyFile + (certificateFile.equals(keyFile) ? "" : ", " + certificateFile) + "]";
    }

    /** Collects the settings of a {@link PemKeyStore}. Not for use by several threads. */
    public static final class Builder {
        private final Path keyFile;
        private Path certificateFile;
        private @Nullable PasswordSource keyPassword;

        private Builder(Path keyFile) {
            this.keyFile = Objects.requireNonNull(keyFile, "keyFile");
            this.certificateFile = keyFile;
        }

        /** The file with the certificate and its issuers. Default: the file with the key. */
        public Builder certificates(Path file) {
            this.certificateFile = Objects.requireNonNull(file, "certificates");
            return this;
        }

        /** The password of an encrypted key. Default: none. The array is copied. */
        public Builder keyPassword(char[] password) {
            return keyPassword(PasswordSource.of(password));
        }

        /** The source of the password of an encrypted key, called each time that the key is read. Default: none. */
        public Builder keyPassword(PasswordSource password) {
            this.keyPassword = Objects.requireNonNull(password, "keyPassword");
            return this;
        }

        /** Makes the source. Reads nothing yet. */
        public PemKeyStore build() {
            return new PemKeyStore(this);
        }
    }
}
