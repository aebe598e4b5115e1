package io.holdfast.keystore;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Loads credentials, and loads them again when they have changed. What is handed out was read whole, its key has proven
 * to belong to its certificate, and the certificate was valid at that time. What is caught half-written is a failure,
 * not half a generation.
 *
 * <p>Files whose content is the same are not opened again, so that asking often costs no key derivation; but once an
 * hour, and when the certificate has ended, they are, because of two certificates in a file the other may be the right
 * one by then. Credentials that are not in files are loaded each time and compared.
 *
 * <p>Safe for use by several threads; one of them loads at a time.
 */
public final class CredentialReloader {
    private static final Duration LONGEST_UNOPENED = Duration.ofHours(1);

    private final CredentialSource source;
    private final Clock clock;
    private @Nullable Loaded last; // guarded by this
    private byte @Nullable [] lessThanBefore; // guarded by this

    /**
     * Nothing is read yet.
     *
     * @param clock by which a certificate is judged valid
     */
    public CredentialReloader(CredentialSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * The credentials, if they are others than those handed out last: another certificate chain or other trust, or the
     * same where the earlier key in hardware does not work any more. The first call always has some.
     *
     * @return null if they are the same
     * @throws KeyMaterialException if they cannot be read whole, are being written, or are not valid now; those handed
     *     out last stay the last, and the next call tries again
     */
    public synchronized @Nullable CredentialGeneration loadIfChanged() throws KeyMaterialException {
        Instant now = clock.instant();
        Collection<Path> files = files();
        byte[] content = KeyFile.digest(files);
        Loaded before = last;
        if (before != null && !files.isEmpty() && before.isStillTrueOf(content, now)) {
            return null;
        }
        CredentialGeneration loaded = load();
        if (!Arrays.equals(content, KeyFile.digest(files))) {
            throw new KeyMaterialException(ShownSource.of(source)
                    + " changed while it was read: somebody is writing it. It will be read again.");
        }
        if (before != null && before.generation.hasSameCredentials(loaded) && !before.generation.hasLostItsKey()) {
            last = new Loaded(before.generation, content, now);
            return null;
        }
        requireValid(loaded.certificate(), now);
        if (before != null && !files.isEmpty()) {
            requireWhole(loaded, before.generation, content);
        }
        last = new Loaded(loaded, content, now);
        lessThanBefore = null;
        return loaded;
    }

    private CredentialGeneration load() throws KeyMaterialException {
        try {
            return source.load();
        } catch (RuntimeException | LinkageError e) {
            throw failed(e);
        }
    }

    private Collection<Path> files() throws KeyMaterialException {
        try {
            return source.files();
        } catch (RuntimeException | LinkageError e) {
            throw failed(e);
        }
    }

    /** No cause and no text of it: a source may be anyone's, and what it throws may hold a password. */
    private KeyMaterialException failed(Throwable e) {
        return new KeyMaterialException(ShownSource.of(source) + " cannot be loaded: it failed with "
                + e.getClass().getName() + ".");
    }

    private static void requireValid(X509Certificate certificate, Instant now) throws KeyMaterialException {
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

    /** A PEM file that is cut between two blocks looks whole; so what lost certificates must be the same twice. */
    private void requireWhole(CredentialGeneration loaded, CredentialGeneration before, byte[] content)
            throws KeyMaterialException {
        if (loaded.hasLessThan(before) && !Arrays.equals(content, lessThanBefore)) {
            lessThanBefore = content;
            throw new KeyMaterialException(
                    ShownSource.of(source) + " has fewer issuers or fewer trusted certificates than before: it may"
                            + " be half-written. If it is the same when it is read next, it is taken.");
        }
    }

    /** What was handed out, and the content of the files that it came from. */
    private static final class Loaded {
        private final CredentialGeneration generation;
        private final byte[] content;
        private final Instant time;

        Loaded(CredentialGeneration generation, byte[] content, Instant time) {
            this.generation = generation;
            this.content = content;
            this.time = time;
        }

        boolean isStillTrueOf(byte[] present, Instant now) {
            return Arrays.equals(content, present)
                    && Duration.between(time, now).compareTo(LONGEST_UNOPENED) < 0
                    && !now.isAfter(generation.certificate().getNotAfter().toInstant());
        }
    }
}
