package io.holdfast.keystore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password between being asked for and being wiped. */
final class AskedPassword implements AutoCloseable {
    private final char @Nullable [] characters;

    private AskedPassword(char @Nullable [] characters) {
        this.characters = characters;
    }

    /** Asks; where there is no source there is no password. */
    static AskedPassword of(@Nullable PasswordSource source) throws KeyMaterialException {
        if (source == null) {
            return new AskedPassword(null);
        }
        char[] answer = source.password();
        if (answer == null) {
            throw new KeyMaterialException(
                    "A password source of " + source.getClass().getName()
                            + " has answered null. Let it return an array, empty for an empty password.");
        }
        return new AskedPassword(answer);
    }

    char @Nullable [] characters() {
        return characters;
    }

    @Override
    public void close() {
        if (characters != null) {
            Arrays.fill(characters, '\0');
        }
    }
}
