package io.holdfast.keystore;

import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Collection;

/** Reads a file of key material, with a bound on its size. */
final class KeyFile {
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private KeyFile() {}

    static byte[] read(Path file) throws KeyMaterialException {
        return read(file, MAX_BYTES);
    }

    static byte[] read(Path file, int maxBytes) throws KeyMaterialException {
        try {
            return SmallFile.read(file, maxBytes);
        } catch (UnreadableFileException e) {
            throw new KeyMaterialException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns a digest of the contents, which shows a change without opening a key store. */
    static byte[] digest(Collection<Path> files) throws KeyMaterialException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (Path file : files) {
                // Digests of equal length, so that no two sets of contents look alike.
                byte[] digest = SmallFile.digest(file, MAX_BYTES);
                all.write(digest, 0, digest.length);
            }
        } catch (UnreadableFileException e) {
            throw new KeyMaterialException(String.valueOf(e.getMessage()), e);
        }
        return SmallFile.digest(all.toByteArray());
    }
}
