package io.holdfast.demo.parties;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The directory that {@code holdfast.demo.partiesDirectory} names, as {@code mvn -Pdemo} writes it. Immutable. */
final class PartyFiles {
    static final String SERVER_A = "server-a.p12";
    static final String SERVER_B = "server-b.p12";
    static final String THIEF = "thief.p12";
    static final String AUTHORITY = "authority.crt";
    static final String AUTHORITY_KEY = "authority-key.p12";

    private final Path directory;

    PartyFiles(Path directory) {
        this.directory = directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path directory() {
        return directory;
    }

    /**
     * The password of every key store here. It protects no secret: the demo makes the keys anew at every start, for
     * loopback only.
     */
    static char[] password() {
        return "holdfast-demo".toCharArray();
    }

    /** The names of the missing files. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String name : Arrays.asList(SERVER_A, SERVER_B, THIEF, AUTHORITY, AUTHORITY_KEY)) {
            if (!Files.isReadable(path(name))) {
                missing.add(name);
            }
        }
        return missing;
    }
}
