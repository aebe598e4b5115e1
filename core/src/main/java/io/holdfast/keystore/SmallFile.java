package io.holdfast.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;

/** Reads a file that an operator named, and no more of it than a key store can be. */
final class SmallFile {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final int FIRST_BUFFER = 16 * 1024;

    private SmallFile() {}

    static byte[] read(Path file) throws KeyMaterialException {
        return read(file, MAX_BYTES);
    }

    /** No array but the one that is returned still has any of the content, which may be a key. */
    static byte[] read(Path file, int maxBytes) throws KeyMaterialException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            // To open a pipe may wait for ever, and nothing could interrupt that.
            throw new KeyMaterialException(file.toAbsolutePath() + " is no regular file. Check the path.");
        }
        byte[] buffer = new byte[Math.min(FIRST_BUFFER, maxBytes + 1)];
        try (InputStream in = Files.newInputStream(file)) {
            int length = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer, length, buffer.length - length)) {
                length += n;
                if (length > maxBytes) {
                    throw new KeyMaterialException(file + " is larger than " + maxBytes
                            + " bytes: that is not what it should be. Check the path.");
                }
                if (length == buffer.length) {
                    byte[] small = buffer;
                    buffer = Arrays.copyOf(small, Math.min(2 * length, maxBytes + 1));
                    Arrays.fill(small, (byte) 0);
                }
            }
            return Arrays.copyOf(buffer, length);
        } catch (NoSuchFileException e) {
            throw new KeyMaterialException("There is no file " + file.toAbsolutePath() + ". Check the path.", e);
        } catch (AccessDeniedException e) {
            throw new KeyMaterialException(
                    "This process may not read " + file.toAbsolutePath() + ". Check owner and permissions.", e);
        } catch (IOException e) {
            throw new KeyMaterialException(
                    file.toAbsolutePath() + " cannot be read (" + e.getClass().getSimpleName() + "). Check the path.",
                    e);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    /** A digest of what the files hold, by which a change is seen without opening a key store. */
    static byte[] digest(Collection<Path> files) throws KeyMaterialException {
        MessageDigest all = sha256();
        for (Path file : files) {
            byte[] content = read(file);
            all.update(sha256().digest(content)); // of equal length each, so that no content can pass for two
            Arrays.fill(content, (byte) 0);
        }
        return all.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
