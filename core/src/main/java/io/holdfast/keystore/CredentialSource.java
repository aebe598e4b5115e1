package io.holdfast.keystore;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Supplies a client's credentials, key and trust: read anew for each generation.
 *
 * <p>An application with its own TLS contexts returns the present one; another context is another generation:
 *
 * <pre>{@code
 * CredentialSource source = () -> CredentialGeneration.of(present.sslContext(), present.certificateChain());
 * }</pre>
 *
 * <p>Implementations must be safe for use by several threads.
 */
@FunctionalInterface
public interface CredentialSource {
    /**
     * Reads the credentials anew.
     *
     * @throws KeyMaterialException if they cannot be read whole, or key and certificate do not belong together
     */
    CredentialGeneration load() throws KeyMaterialException;

    /**
     * The files whose change may mean other credentials. Default: none; the credentials are then loaded anew at every
     * check, to see whether they have changed.
     */
    default Collection<Path> files() {
        return Collections.emptyList();
    }

    /**
     * Always returns one TLS context of the application's own.
     *
     * @param sslContext must present this certificate to every server that requests one
     * @param certificateChain the certificate first, followed by its issuers, as the context sends them
     * @throws IllegalArgumentException if the chain is empty
     */
    static CredentialSource of(SSLContext sslContext, List<X509Certificate> certificateChain) {
        CredentialGeneration only = CredentialGeneration.of(sslContext, certificateChain);
        return () -> only;
    }

    /**
     * Combines a key source and a trust source. If the key is in no file, no files are watched, and both are loaded
     * anew at every check.
     */
    static CredentialSource of(KeyStoreSource keys, TrustSource trust) {
        return new CredentialSource() {
            @Override
            public CredentialGeneration load() throws KeyMaterialException {
                return CredentialGeneration.of(keys.load(), trust.load());
            }

            @Override
            public Collection<Path> files() {
                Set<Path> files = new LinkedHashSet<>(keys.files());
                // Unchanged files would prove nothing about a key outside of files.
                files.addAll(files.isEmpty() ? Collections.emptySet() : trust.files());
                return files;
            }

            @Override
            public String toString() {
                return ShownSource.of(keys) + ", " + ShownSource.of(trust);
            }
        };
    }
}
