package io.holdfast.junit;

import io.holdfast.testpki.TestPki;
import io.holdfast.text.Base64Url;
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
import org.jspecify.annotations.Nullable;

/**
 * A directory of its own for keys, certificates and registrations, which is gone when it is closed, or when the JVM is told
 * to end before that. Immutable.
 */
final class ServiceFiles implements Closeable {
    private static final int PASSWORD_BYTES = 16;
    private static final String AUTHORITIES = "authorities";
    private static final String SERVER = "server";

    private final Path directory;
    private final String password;
    private final Thread atExit = new Thread(this::delete, "holdfast-token-service-files");

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
            ServiceFiles files =
                    new ServiceFiles(Files.createTempDirectory("holdfast-token-service-"), Base64Url.encode(password));
            Runtime.getRuntime().addShutdownHook(files.atExit);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("The token service needs a temporary directory for its files", e);
        }
    }

    /** Writes the certificates that everybody needs. */
    void write(TestPki pki) {
        pki.authority().writePemCertificates(directory, AUTHORITIES);
        pki.authority().writeTrustStore(directory, AUTHORITIES, password.toCharArray());
        pki.server().writePkcs12(directory, SERVER, password.toCharArray());
    }

    /** Of every key store and trust store here. */
    String password() {
        return password;
    }

    /** The authority's certificate in PEM. */
    Path authorities() {
        return directory.resolve(AUTHORITIES + ".crt");
    }

    /** The authority's certificate in PKCS#12. */
    Path trustStore() {
        return directory.resolve(AUTHORITIES + ".p12");
    }

    /** The key and certificate of a server on localhost, in PKCS#12. */
    Path serverKeyStore() {
        return directory.resolve(SERVER + ".p12");
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
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM ends, and the hook deletes
        }
        delete();
    }

    private void delete() {
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
