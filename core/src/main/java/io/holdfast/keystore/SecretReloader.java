package io.holdfast.keystore;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;

/** Loads a secret, and loads it again when it has changed. Safe for use by several threads; one of them loads at a time. */
public final class SecretReloader extends Reloader<char[]> {
    private final PasswordSource source;

    /** Reads nothing yet. */
    public SecretReloader(PasswordSource source, Clock clock) {
        super(source, clock);
        this.source = source;
    }

    @Override
    char[] read() throws KeyMaterialException {
        return source.password();
    }

    @Override
    Collection<Path> sourceFiles() {
        return source.files();
    }

    @Override
    boolean isStill(char[] before, char[] loaded) {
        return Arrays.equals(before, loaded);
    }
}
