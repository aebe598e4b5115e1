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
 * Loads credentials, and loads them again when they have changed. Returned credentials were read whole, their key has
 * proven to belong to the certificate, and the certificate was valid at that time. Half-written credentials are a
 * failure, not half a generation.
 *
 * <p>Files with unchanged content are not opened again, so that frequent checks cost no key derivation; but they are
 * once an hour and after the certificate has ended, because of two certificates in a file the other may be the valid
 * one by then. Credentials outside of files are loaded each time and compared.
 *
 * <p>Safe for use by several threads; one of them loads at a time.
 */
public final class CredentialReloader {
    private static final Duration LONGEST_UNOPENED = Duration.ofHours(1);

    /** Files that change during each of so many reads are being written. */
    private static final int MOST_READS = 3;

    private final CredentialSource source;
    private final Clock clock;
    private @Nullable Loaded last; // guarded by this
    private byte @Nullable [] lessThanBefore; // guarded by this

    /**
     * Reads nothing yet.
     *
     * @param clock decides whether a certificate is valid
     */
    public CredentialReloader(CredentialSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * Returns the credentials if they differ from those returned last: another certificate chain, other trust, or the
     * same after the earlier key in hardware stopped working. The first call always returns some.
     *
     * @return null if they are unchanged
     * @throws KeyMaterialException if they cannot be read whole, are being written, or are not valid now; the
     *     credentials returned last stay in use, and the next call tries again
     */
    public synchronized @Nullable CredentialGeneration loadIfChanged() throws KeyMaterialException {
        Instant now = clock.instant();
        Collection<Path> files = files();
        byte[] content = KeyFile.digest(files);
        Loaded before = last;
        if (before != null && !files.isEmpty() && before.isStillTrueOf(content, now)) {
            return null;
        }
        CredentialGeneration loaded = load(files, content);
        for (int reads = 1; loaded == null; reads++) {
            if (reads >= MOST_READS) {
                throw changed();
            }
            content = KeyFile.digest(files);
            try {
                loaded = load(files, content);
            } catch (KeyMaterialException e) {
                throw changed();
            }
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

    private KeyMaterialException changed() {
        return new KeyMaterialException(
                ShownSource.of(source) + " changed while it was read: somebody is writing it. It will be read again.");
    }

    /**
     * Returns null if the files have changed meanwhile, whatever was read: they may have been replaced just now, which one
     * more read settles.
     */
    private @Nullable CredentialGeneration load(Collection<Path> files, byte[] content) throws KeyMaterialException {
        try {
            CredentialGeneration loaded = load();
            return Arrays.equals(content, KeyFile.digest(files)) ? loaded : null;
        } catch (KeyMaterialException e) {
            if (Arrays.equals(content, KeyFile.digest(files))) {
                throw e;
            }
            return null;
        }
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

    /** Leaves out cause and text: the source may be an application's own, and its exception may hold a password. */
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

    /** A PEM file cut between two blocks looks whole: fewer certificates count only when read twice. */
    private void requireWhole(CredentialGeneration loaded, CredentialGeneration before, byte[] content)
            throws KeyMaterialException {
        if (loaded.hasLessThan(before) && !Arrays.equals(content, lessThanBefore)) {
            lessThanBefore = content;
            throw new KeyMaterialException(
                    ShownSource.of(source) + " has fewer issuers or fewer trusted certificates than before: it may"
                            + " be half-written. If it is the same when it is read next, it is taken.");
        }
    }

    /** The credentials returned last, and the content of their files. */
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
