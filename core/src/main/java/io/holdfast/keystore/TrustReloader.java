package io.holdfast.keystore;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;

/**
 * Loads trusted certificates, and loads them again when they have changed, for a client without a key of its own. Fewer
 * certificates than before count only when they are read twice: the file may be half-written.
 *
 * <p>Safe for use by several threads; one of them loads at a time.
 */
public final class TrustReloader extends Reloader<TrustedCertificates> {
    private final TrustSource source;

    /** Reads nothing yet. */
    public TrustReloader(TrustSource source, Clock clock) {
        super(source, clock);
        this.source = source;
    }

    @Override
    TrustedCertificates read() throws KeyMaterialException {
        return source.load();
    }

    @Override
    Collection<Path> sourceFiles() {
        return source.files();
    }

    @Override
    boolean isStill(TrustedCertificates before, TrustedCertificates loaded) {
        return before == loaded || before.certificates().equals(loaded.certificates());
    }

    @Override
    boolean hasLess(TrustedCertificates loaded, TrustedCertificates before) {
        return loaded.certificates().size() < before.certificates().size();
    }
}
