package io.holdfast.keystore;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;

/** A secret in a file with nothing else in it. The end of its line is not part of it. */
final class SecretFile implements PasswordSource {
    private final Path file;

    SecretFile(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    public char[] password() throws KeyMaterialException {
        byte[] content = KeyFile.read(file, PasswordFile.MAX_BYTES);
        try {
            int length = PasswordFile.firstLine(content);
            char[] secret = PasswordFile.decoded(ByteBuffer.wrap(content, 0, length), file);
            if (secret.length > 0 && isLineEnd(content, length) && !hasControlCharacter(secret)) {
                return secret;
            }
            Arrays.fill(secret, '\0');
            throw new KeyMaterialException(file + " must hold the secret and nothing else: one line of at most "
                    + PasswordFile.MAX_BYTES + " bytes.");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** True if nothing follows but one line end. */
    private static boolean isLineEnd(byte[] content, int at) {
        int left = content.length - at;
        return left == 0
                || (left == 1 && content[at] == '\n')
                || (left == 2 && content[at] == '\r' && content[at + 1] == '\n');
    }

    private static boolean hasControlCharacter(char[] secret) {
        for (char character : secret) {
            if (Character.isISOControl(character)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Collection<Path> files() {
        return Collections.singletonList(file);
    }

    @Override
    public String toString() {
        return "the secret file " + file;
    }
}
