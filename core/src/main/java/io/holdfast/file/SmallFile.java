package io.holdfast.file;

import io.holdfast.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a file that an operator named, with a bound on its size. The file may hold a secret: no array but the returned
 * one keeps any of the content, and no message shows any.
 */
public final class SmallFile {
    private static final int FIRST_BUFFER = 16 * 1024;

    private SmallFile() {}

    /**
     * Returns the whole content.
     *
     * @throws UnreadableFileException if there is no such file, if it is no regular file, if it is larger than
     *     {@code maxBytes}, or if it cannot be read
     */
    public static byte[] read(Path file, int maxBytes) throws UnreadableFileException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            // Opening a pipe may block for ever, without a way to interrupt it.
            throw new UnreadableFileException(file.toAbsolutePath() + " is no regular file. Check the path.");
        }
        byte[] buffer = new byte[Math.min(FIRST_BUFFER, maxBytes + 1)];
        try (InputStream in = Files.newInputStream(file)) {
            int length = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer, length, buffer.length - length)) {
                length += n;
                if (length > maxBytes) {
                    throw new UnreadableFileException(file + " is larger than " + maxBytes
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
            throw new UnreadableFileException("There is no file " + file.toAbsolutePath() + ". Check the path.", e);
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException(
                    "This process may not read " + file.toAbsolutePath() + ". Check owner and permissions.", e);
        } catch (IOException e) {
            throw new UnreadableFileException(
                    file.toAbsolutePath() + " cannot be read (" + e.getClass().getSimpleName() + "). Check the path.",
                    e);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    /**
     * Returns the SHA-256 digest of a file's content.
     *
     * @throws UnreadableFileException as {@link #read}
     */
    public static byte[] digest(Path file, int maxBytes) throws UnreadableFileException {
        byte[] content = read(file, maxBytes);
        byte[] digest = digest(content);
        Arrays.fill(content, (byte) 0);
        return digest;
    }

    /** Returns the SHA-256 digest of a content, which shows a change without parsing it. */
    public static byte[] digest(byte[] content) {
        return Sha256.of(content);
    }
}
