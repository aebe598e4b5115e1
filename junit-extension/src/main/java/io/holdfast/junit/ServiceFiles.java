package io.holdfast.junit;

import io.holdfast.testpki.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A directory of its own for keys, certificates and registrations, which is gone when it is closed. Immutable. */
final class ServiceFiles implements Closeable {
    private static final int PASSWORD_BYTES = 16;

    private final Path directory;
    private final String password;

    private ServiceFiles(Path directory, String password) {
        this.directory = directory;
        this.password = password;
    }

    /** @throws UncheckedIOException if there can be no temporary directory */
    static ServiceFiles create() {
        byte[] password = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(password);
        try {
            // Where the file system knows permissions, only its owner may look into it.
            return new ServiceFiles(
                    Files.createTempDirectory("holdfast-token-service-"),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(password));
        } catch (IOException e) {
            throw new UncheckedIOException("The token service needs a temporary directory for its files", e);
        }
    }

    /** Of every key store and trust store here. */
    String password() {
        return password;
    }

    Path writeAuthority(TestIdentity authority) {
        return authority.writePemCertificates(directory, "authorities");
    }

    Path writeTrustStore(TestIdentity authority) {
        return authority.writeTrustStore(directory, "authorities", password.toCharArray());
    }

    Path writeRegistrations(String json) throws IOException {
        return Files.write(directory.resolve("registrations.json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /** By number, since the ids of two clients may differ in case alone, which not every file system can tell. */
    Path directoryOfClient(int number) {
        return directory.resolve("client-" + number);
    }

    /** @throws UncheckedIOException if something cannot be deleted */
    @Override
    public void close() {
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary directory " + directory + " cannot be deleted", e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
            if (problem != null) {
                throw problem;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
        }
    }
}
