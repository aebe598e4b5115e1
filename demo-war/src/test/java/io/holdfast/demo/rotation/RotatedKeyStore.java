package io.holdfast.demo.rotation;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A client's key store file, whose certificates all have the same subject and each a key of its own. */
final class RotatedKeyStore {
    static final char[] PASSWORD = "holdfast-demo".toCharArray();

    private final Path directory;
    private final List<TestIdentity> identities = new ArrayList<>();
    private int present;

    RotatedKeyStore(TestPki pki, Path directory, int rotations) throws IOException {
        this.directory = directory;
        Stream.generate(() -> pki.identity("CN=Server A,OU=Orders,O=Partner A").build())
                .limit(rotations + 1L)
                .forEach(identities::add);
        identities.get(0).writePkcs12(directory, "client", PASSWORD);
    }

    Path file() {
        return directory.resolve("client.p12");
    }

    /**
     * Writes the next key and certificate: every other time over the file, as a careless script does, else by a rename.
     *
     * @return the thumbprint of the certificate
     */
    String rotate() throws IOException {
        TestIdentity next = identities.get(++present);
        Path written = next.writePkcs12(directory, "next", PASSWORD);
        if (present % 2 == 0) {
            Files.write(file(), Files.readAllBytes(written));
        } else {
            Files.move(written, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return next.thumbprint();
    }

    int generations() {
        return present + 1;
    }
}
