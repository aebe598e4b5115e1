package io.holdfast.keystore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password between the call of its source and its wiping. */
final class AskedPassword implements AutoCloseable {
    private final char @Nullable [] characters;

    private AskedPassword(char @Nullable [] characters) {
        this.characters = characters;
    }

    /** Calls the source; without a source there is no password. */
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
