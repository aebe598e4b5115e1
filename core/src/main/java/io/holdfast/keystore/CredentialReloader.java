package io.holdfast.keystore;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;

/**
 * Loads credentials, and loads them again when they have changed. Returned credentials were read whole, their key has
 * proven to belong to the certificate, and the certificate was valid at that time. Half-written credentials are a
 * failure, not half a generation.
 *
 * <p>Files with unchanged content are not opened again, so that frequent checks cost no key derivation; but they are
 * once an hour and after the certificate has ended, because of two certificates in a file the other may be the valid
 * one by then. Credentials outside of files are loaded each time and compared. They have changed with another certificate
 * chain, other trust, or when the earlier key in hardware stopped working.
 *
 * <p>Safe for use by several threads; one of them loads at a time.
 */
public final class CredentialReloader extends Reloader<CredentialGeneration> {
    private final CredentialSource source;

    /**
     * Reads nothing yet.
     *
     * @param clock decides whether a certificate is valid
     */
    public CredentialReloader(CredentialSource source, Clock clock) {
        super(source, clock);
        this.source = source;
    }

    @Override
    CredentialGeneration read() throws KeyMaterialException {
        return source.load();
    }

    @Override
    Collection<Path> sourceFiles() {
        return source.files();
    }

    @Override
    boolean isStill(CredentialGeneration before, CredentialGeneration loaded) {
        return before.hasSameCredentials(loaded) && !before.hasLostItsKey();
    }

    @Override
    boolean hasLess(CredentialGeneration loaded, CredentialGeneration before) {
        return loaded.hasLessThan(before);
    }

    @Override
    boolean hasEnded(CredentialGeneration loaded, Instant now) {
        return now.isAfter(loaded.certificate().getNotAfter().toInstant());
    }

    @Override
    void requireValid(CredentialGeneration loaded, Instant now) throws KeyMaterialException {
        X509Certificate certificate = loaded.certificate();
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(start)) {
            throw new KeyMaterialException("The certificate of " + certificate.getSubjectX500Principal()
                    + " is valid only from " + start + " on, and now it is " + now
                    + ". It is taken as soon as it is valid; if it should be already, set this machine's clock.");
        }
        if (now.isAfter(end)) {
            throw new KeyMaterialException("The certificate of " + certificate.getSubjectX500Principal() + " ended at "
                    + end + ", and now it is " + now + ". Put a renewed one in its place.");
        }
    }
}
