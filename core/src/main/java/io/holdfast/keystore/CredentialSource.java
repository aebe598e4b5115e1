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
 * Where a client's credentials come from, the key and the trust: read anew for each generation.
 *
 * <p>An application that makes its own TLS contexts gives the present one; when it gives another, that is another
 * generation:
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
     * The files whose change may mean other credentials. Default: none; then they are loaded anew at every check, to
     * see whether they have changed.
     */
    default Collection<Path> files() {
        return Collections.emptyList();
    }

    /**
     * A TLS context that somebody else has made, for good.
     *
     * @param sslContext it must offer this certificate, to every server that asks for one
     * @param certificateChain the certificate first, each one's issuer after it, as the context sends them
     * @throws IllegalArgumentException if the chain is empty
     */
    static CredentialSource of(SSLContext sslContext, List<X509Certificate> certificateChain) {
        CredentialGeneration only = CredentialGeneration.of(sslContext, certificateChain);
        return () -> only;
    }

    /**
     * The key of one source, the trust of another. If the key is in no file, there are no files to watch, and both are
     * loaded anew at every check.
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
                // Files that are the same say nothing of a key that is not in any.
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
