package io.holdfast.keystore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that an operator named, and no more of it than a key store can be. */
final class SmallFile {
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private SmallFile() {}

    static byte[] read(Path file) throws KeyMaterialException {
        try (InputStream in = Files.newInputStream(file)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (bytes.size() > MAX_BYTES) {
                    throw new KeyMaterialException(
                            file + " is larger than " + MAX_BYTES + " bytes: that is no key store. Check the path.");
                }
            }
            return bytes.toByteArray();
        } catch (NoSuchFileException e) {
            throw new KeyMaterialException("There is no file " + file.toAbsolutePath() + ". Check the path.", e);
        } catch (AccessDeniedException e) {
            throw new KeyMaterialException(
                    "This process may not read " + file.toAbsolutePath() + ". Check owner and permissions.", e);
        } catch (IOException e) {
            throw new KeyMaterialException(
                    file.toAbsolutePath() + " cannot be read (" + e.getClass().getSimpleName() + "). Check the path.",
                    e);
        }
    }
}
