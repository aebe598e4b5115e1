package io.holdfast.testpki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a temporary file beside the target and renames it, so that no watching program ever reads half of it. */
final class WholeFile {

    private WholeFile() {}

    /** Writes a file with a private key: only the owner can read it, from the first byte on. */
    static Path writeForOwner(Path file, byte[] content) {
        return write(file, content, "rw-------");
    }

    /** Writes a file with the default permissions of new files. */
    static Path writeForAll(Path file, byte[] content) {
        return write(file, content, "rw-rw-rw-");
    }

    private static Path write(Path file, byte[] content, String permissions) {
        try {
            Path half = Files.createTempFile(
                    file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp", attributes(file, permissions));
            try {
                Files.write(half, content);
                return Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The permissions for creation, from which the operating system subtracts the umask. */
    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
